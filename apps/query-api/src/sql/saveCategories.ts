import type { CategoryView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-categories',
  text: `
    insert into categories (id, version, code, name, created_at, updated_at)
    select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
    on conflict (id) do update set
      version = excluded.version,
      name = excluded.name,
      updated_at = excluded.updated_at
    where categories.version < excluded.version`,
}

/** Stores what is newer than what is stored. */
export async function saveCategories(db: Queryable, received: readonly CategoryView[]): Promise<void> {
  const views = newestById(received)
  if (views.length === 0) return
  const values = [
    views.map(({ id }) => id),
    views.map(({ version }) => version),
    views.map(({ code }) => code),
    views.map(({ name }) => name),
    views.map(({ createdAt }) => createdAt),
    views.map(({ updatedAt }) => updatedAt),
  ]
  await db.query({ ...statement, values })
}
