import { z } from 'zod'
import type { Queryable } from './queryable.ts'

/** A range of the index of open lots by their end. */
const statement = {
  name: 'closing-lots',
  text: `
    select id
    from lots
    where status = 'active' and ends_at > $1 and ends_at <= $2
    order by ends_at
    limit 10000`,
}

const idRow = z.object({ id: z.string() })

/** The open lots that end after `from`, up to `to`. */
export async function closingLots(db: Queryable, from: Date, to: Date): Promise<readonly string[]> {
  const { rows } = await db.query({ ...statement, values: [from, to] })
  return rows.map((row) => idRow.parse(row).id)
}
