import type pg from 'pg'
import { z } from 'zod'

const row = z.object({ id: z.uuid() })

/**
 * The name of the consumer group whose offsets belong to this pool's tables: `group` and the tables' epoch. A schema that
 * was made anew (a revert, a restored database) has a new one and is filled from the beginning of the log.
 * @throws when the table `epoch` has no row.
 */
export async function groupOfEpoch(pool: pg.Pool, group: string): Promise<string> {
  const { rows } = await pool.query('select id from epoch')
  return `${group}.${row.parse(rows[0]).id.slice(0, 8)}`
}
