import type { Mark } from '../member/mark.ts'
import { markRow } from './markRow.ts'
import type { Queryable } from './queryable.ts'

const statement = { name: 'load-marks', text: 'select * from member_marks where user_id = $1' }

/** All that a member watches and blocks, or did. */
export async function loadMarks(db: Queryable, userId: string): Promise<readonly Mark[]> {
  const { rows } = await db.query({ ...statement, values: [userId] })
  return rows.map((row) => markRow.parse(row))
}
