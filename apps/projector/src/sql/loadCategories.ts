import type { CategoryView } from '@gavel/event-contracts'
import { categoryRow } from './categoryRow.ts'
import type { Queryable } from './queryable.ts'

const statement = { name: 'load-categories', text: 'select * from categories where id = any($1::uuid[])' }

/** The stored categories by id; those that are not stored are left out. */
export async function loadCategories(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CategoryView>> {
  const { rows } = await db.query({ ...statement, values: [ids] })
  return new Map(rows.map((row) => categoryRow.parse(row)).map((category) => [category.id, category]))
}
