import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'load-marks',
  text: `
    select 'watch:' || auction_id as subject, version, watching as "isOn", at from watches where user_id = $1
    union all
    select 'block:' || paddle_number, version, blocked, at from blocks where user_id = $1`,
}

const row = z.object({
  subject: z.string(),
  version: z.number(),
  isOn: z.boolean(),
  at: z.date().transform((date) => date.toISOString()),
})
/** `subject`: what it is about, as in `watch:<lot>`. */
export type StoredMark = z.output<typeof row>

/** All that a member watches and blocks, or did. */
export async function loadMarks(db: Queryable, userId: string): Promise<readonly StoredMark[]> {
  const { rows } = await db.query({ ...statement, values: [userId] })
  return rows.map((found) => row.parse(found))
}
