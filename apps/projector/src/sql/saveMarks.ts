import type { Mark } from '../member/mark.ts'
import { markRow } from './markRow.ts'
import type { Queryable } from './queryable.ts'

/** What is newer in the table stays: such a row is "updated" to itself, so that every row comes back as it is now. */
const statement = {
  name: 'save-marks',
  text: `
    insert into member_marks as mark (user_id, kind, subject, version, is_on, at)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::boolean[], $6::timestamptz[])
      as given (user_id, kind, subject)
    order by given.user_id, given.kind, given.subject
    on conflict (user_id, kind, subject) do update set
      version = greatest(mark.version, excluded.version),
      is_on = case when excluded.version > mark.version then excluded.is_on else mark.is_on end,
      at = case when excluded.version > mark.version then excluded.at else mark.at end
    returning user_id, kind, subject, version, is_on, at`,
}

/** Takes each subject once; gives what is stored of them afterwards. */
export async function saveMarks(db: Queryable, marks: readonly Mark[]): Promise<readonly Mark[]> {
  if (marks.length === 0) return []
  const values = [
    marks.map(({ userId }) => userId),
    marks.map(({ kind }) => kind),
    marks.map(({ subject }) => subject),
    marks.map(({ version }) => version),
    marks.map(({ isOn }) => isOn),
    marks.map(({ at }) => at),
  ]
  const { rows } = await db.query({ ...statement, values })
  return rows.map((row) => markRow.parse(row))
}
