import { z } from 'zod'
import type { Stored } from './stored.ts'

type Queryable = { query(text: string, values: unknown[]): Promise<{ rows: unknown[] }> }

const row = z.object({ id: z.string() })

/** The ids that a service's own statement gives (`select id from lots`), a page at a time. */
export const idsIn =
  (db: Queryable, source: string): Stored['idsBetween'] =>
  async (after, before, limit) => {
    const text = `
      select id from (${source}) as stored
      where id > $1::uuid and ($2::uuid is null or id < $2::uuid)
      order by id
      limit $3`
    const { rows } = await db.query(text, [after, before, limit])
    return rows.map((found) => row.parse(found).id)
  }
