import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'lot-ids-between',
  text: `
    select id from lots
    where id > $1::uuid and ($2::uuid is null or id < $2::uuid)
    order by id
    limit $3`,
}

const row = z.object({ id: z.string() })

/** Ids of stored lots between two, neither included, in their order; null: to the end. */
export async function lotIdsBetween(
  db: Queryable,
  after: string,
  before: string | null,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await db.query({ ...statement, values: [after, before, limit] })
  return rows.map((found) => row.parse(found).id)
}
