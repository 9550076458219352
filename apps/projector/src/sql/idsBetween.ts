import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const idColumns = {
  lots: 'id',
  orders: 'id',
  products: 'id',
  skus: 'id',
  categories: 'id',
  member_marks: 'user_id',
} as const
export type IdentifiedTable = keyof typeof idColumns

const row = z.object({ id: z.string() })

/** Ids in a table between two, neither included, in their order; null: to the end. */
export async function idsBetween(
  db: Queryable,
  table: IdentifiedTable,
  { after, before, limit }: { after: string; before: string | null; limit: number },
): Promise<readonly string[]> {
  const id = idColumns[table]
  const text = `
    select distinct ${id} as id from ${table}
    where ${id} > $1::uuid and ($2::uuid is null or ${id} < $2::uuid)
    order by ${id}
    limit $3`
  const { rows } = await db.query({ name: `${table}-ids-between`, text, values: [after, before, limit] })
  return rows.map((found) => row.parse(found).id)
}
