import type { CategoryView } from '@gavel/event-contracts'
import type { Queryable } from './queryable.ts'

/** In the order of ids, and only what is newer: see save-lots. */
const statement = {
  name: 'save-categories',
  text: `
    insert into categories (id, version, code, name, created_at, updated_at)
    select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
      as category (id)
    order by category.id
    on conflict (id) do update set
      version = excluded.version,
      name = excluded.name,
      updated_at = excluded.updated_at
    where categories.version < excluded.version`,
}

export async function saveCategories(db: Queryable, categories: readonly CategoryView[]): Promise<void> {
  if (categories.length === 0) return
  const values = [
    categories.map(({ id }) => id),
    categories.map(({ version }) => version),
    categories.map(({ code }) => code),
    categories.map(({ name }) => name),
    categories.map(({ createdAt }) => createdAt),
    categories.map(({ updatedAt }) => updatedAt),
  ]
  await db.query({ ...statement, values })
}
