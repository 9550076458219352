import type pg from 'pg'
import type { ClaimedEntry } from './entry.ts'

/** Only claims that are still ours: the attempt's number tells. */
const giveBackSql = `
update entries as entry set
  attempts = entry.attempts - 1,
  next_attempt_at = $1::timestamptz + interval '1 second' * (1 + random())
from unnest($2::uuid[], $3::text[], $4::integer[]) as claimed (subject_id, kind, attempts)
where entry.subject_id = claimed.subject_id
  and entry.kind = claimed.kind
  and entry.attempts = claimed.attempts
  and not entry.done`

/**
 * Returns claims whose commands could not be published: due again 1–2 s after `now`, the attempt not counted, so that
 * after an hour without Kafka nobody waits for a back-off of a minute.
 */
export async function giveBack(pool: pg.Pool, now: Date, entries: readonly ClaimedEntry[]): Promise<void> {
  await pool.query({
    name: 'give-back',
    text: giveBackSql,
    values: [
      now,
      entries.map(({ subjectId }) => subjectId),
      entries.map(({ kind }) => kind),
      entries.map(({ attempts }) => attempts),
    ],
  })
}
