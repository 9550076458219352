import type { Mark } from '../member/mark.ts'
import { markRow } from './markRow.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'overtaken-marks',
  text: `
    select mark.*
    from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[]) as published (user_id, kind, subject, version)
    join member_marks as mark using (user_id, kind, subject)
    where mark.version > published.version`,
}

/** Those of the marks that are stored in a newer version than the one given, as they are stored. */
export async function overtakenMarks(db: Queryable, published: readonly Mark[]): Promise<readonly Mark[]> {
  const values = [
    published.map(({ userId }) => userId),
    published.map(({ kind }) => kind),
    published.map(({ subject }) => subject),
    published.map(({ version }) => version),
  ]
  const { rows } = await db.query({ ...statement, values })
  return rows.map((row) => markRow.parse(row))
}
