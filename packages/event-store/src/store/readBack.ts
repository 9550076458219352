import type pg from 'pg'
import { backOff, withDeadline } from '../backOff.ts'
import type { Append } from '../event.ts'
import { plain } from './appendValues.ts'

// Our connection may be gone while its backend still runs, waits for a lock and commits later. It is ended first, or what we
// read would prove nothing. (A role may end its own backends. Should the pid have passed to another one of ours, that one
// reads back in its turn.)
const endBackendSql = `
select pg_terminate_backend(pid, $2) as ended
from pg_stat_activity
where pid = $1 and usename = current_user and pid <> pg_backend_pid()
`

const foundSql = `
select e.stream_id
from unnest($1::uuid[], $2::int[], $3::uuid[]) as sent (stream_id, version, event_id)
join events e on e.stream_id = sent.stream_id and e.version = sent.version and e.event_id = sent.event_id
`

/**
 * Which of these appends were written, by the id of their first event: the streams' ids. Tries until `deadlineAtMs`
 * (performance.now()), then undefined: nobody can tell.
 */
export async function readBack(
  pool: pg.Pool,
  appends: readonly Append[],
  backendPid: number | undefined,
  deadlineAtMs: number,
): Promise<ReadonlySet<string> | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const leftMs = deadlineAtMs - performance.now()
    if (leftMs <= 0) return undefined
    try {
      return await withDeadline(ask(pool, appends, backendPid), leftMs, 'Reading back an append')
    } catch {
      await backOff(attempt, 50, 1_000)
    }
  }
}

async function ask(pool: pg.Pool, appends: readonly Append[], backendPid: number | undefined): Promise<Set<string>> {
  if (backendPid !== undefined) {
    const { rows } = await pool.query<{ ended: boolean }>(endBackendSql, [backendPid, 1_000])
    if (rows.some((row) => !row.ended)) throw new Error(`Backend ${backendPid} has not ended yet`)
  }
  const firsts = appends.flatMap((append) => append.events.slice(0, 1).map((event) => ({ append, event })))
  const { rows } = await pool.query<{ stream_id: string }>(foundSql, [
    plain(firsts, ({ append }) => append.streamId),
    plain(firsts, ({ append }) => append.expectedVersion + 1),
    plain(firsts, ({ event }) => event.id),
  ])
  return new Set(rows.map((row) => row.stream_id))
}
