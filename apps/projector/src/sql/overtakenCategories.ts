import type { CategoryView } from '@gavel/event-contracts'
import { categoryRow } from './categoryRow.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'overtaken-categories',
  text: `
    select category.*
    from unnest($1::uuid[], $2::integer[]) as published (id, version)
    join categories as category on category.id = published.id and category.version > published.version`,
}

/** Those that are stored in a newer version than the one given, as they are stored. */
export async function overtakenCategories(
  db: Queryable,
  published: readonly CategoryView[],
): Promise<readonly CategoryView[]> {
  const values = [published.map(({ id }) => id), published.map(({ version }) => version)]
  const { rows } = await db.query({ ...statement, values })
  return rows.map((row) => categoryRow.parse(row))
}
