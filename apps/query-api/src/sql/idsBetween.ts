import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const sources = {
  lots: 'select id from lots',
  orders: 'select id from orders',
  products: 'select id from products',
  skus: 'select id from skus',
  categories: 'select id from categories',
  members: 'select user_id as id from watches union select user_id from blocks',
} as const
export type Identified = keyof typeof sources

const row = z.object({ id: z.string() })

/** Ids that are stored between two, neither included, in their order; null: to the end. */
export async function idsBetween(
  db: Queryable,
  source: Identified,
  { after, before, limit }: { after: string; before: string | null; limit: number },
): Promise<readonly string[]> {
  const text = `
    select id from (${sources[source]}) as stored
    where id > $1::uuid and ($2::uuid is null or id < $2::uuid)
    order by id
    limit $3`
  const { rows } = await db.query({ name: `${source}-ids-between`, text, values: [after, before, limit] })
  return rows.map((found) => row.parse(found).id)
}
