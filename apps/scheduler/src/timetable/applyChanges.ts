import type pg from 'pg'
import type { EntryChange } from './entry.ts'

/**
 * One upsert for a whole batch, so there is nothing to be half done, and each row decides against its newest state even
 * when two instances overlap in a rebalance (a check first and a write after would not). Sorted: two batches that hold
 * the same rows lock them in one order. A row that has seen the change, or a newer one, is not written. An end
 * that moved is a new matter: how often the old one was sent in vain must not make it wait.
 */
const applyChangesSql = `
insert into entries as entry (subject_id, kind, stream_id, version, due_at, done, next_attempt_at)
select change.subject_id, change.kind, change.stream_id, change.version, change.due_at, change.done, change.due_at
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::timestamptz[], $6::boolean[])
  as change (subject_id, kind, stream_id, version, due_at, done)
order by change.subject_id, change.kind
on conflict (subject_id, kind) do update set
  version = case when excluded.done then entry.version else excluded.version end,
  due_at = coalesce(excluded.due_at, entry.due_at),
  done = excluded.done,
  attempts = case when excluded.done then entry.attempts else 0 end,
  next_attempt_at = coalesce(excluded.next_attempt_at, entry.next_attempt_at)
where not entry.done
  and (excluded.done or excluded.version > entry.version)`

/** Writes a folded batch: at most one change for each entry. Applying it again, or after newer ones, changes nothing. */
export async function applyChanges(pool: pg.Pool, changes: readonly EntryChange[]): Promise<void> {
  if (changes.length === 0) return
  await pool.query({
    name: 'apply-changes',
    text: applyChangesSql,
    values: [
      changes.map(({ subjectId }) => subjectId),
      changes.map(({ kind }) => kind),
      changes.map(({ streamId }) => streamId),
      changes.map((change) => (change.done ? 0 : change.version)),
      changes.map((change) => (change.done ? null : change.dueAt)),
      changes.map(({ done }) => done),
    ],
  })
}
