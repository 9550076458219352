import type pg from 'pg'
import { withDeadline } from '../backOff.ts'
import { backendPidOf, type Connection, takeConnection } from '../connection.ts'
import type { Append, AppendResult, RecordedEvent } from '../event.ts'
import { isContention, isRefusal, isTakenClaim } from '../sqlState.ts'
import type { AppendLimits } from './appendAll.ts'
import { versionAfter } from './appendValues.ts'
import { findTaken } from './claims.ts'
import { loadEvents } from './load.ts'
import { readBack } from './readBack.ts'
import { sendAppend } from './statement.ts'

/** `nothing`: the decision had no events, and the version is certain. `busy`: the lock could not be had in time. */
export type LockedResult = AppendResult | { kind: 'nothing'; version: number } | { kind: 'busy' }

/** Given the events after the version asked for, the append to make; undefined for none. Called again when it must be. */
export type DecideUnderLock = (events: readonly RecordedEvent[]) => Append | undefined

// The advisory lock queues those who fall back, also for a stream that has no row yet. The row lock keeps everyone else out.
const advisorySql = `select pg_advisory_xact_lock(hashtext('gavel.stream:' || current_schema()), hashtext($1))`
const rowSql = 'select version from streams where stream_id = $1 for update'

/** Reads, decides and appends in one transaction that holds the stream: progress is certain where optimistic appends keep losing. Never rejects. */
export async function appendUnderLock(
  pool: pg.Pool,
  limits: AppendLimits,
  streamId: string,
  afterVersion: number,
  decide: DecideUnderLock,
): Promise<LockedResult> {
  let connection: Connection
  try {
    connection = await takeConnection(pool)
  } catch (error) {
    return { kind: 'failed', error }
  }
  const progress: Progress = { append: undefined, committing: false }
  try {
    const work = holdAndAppend(connection.client, limits, streamId, afterVersion, decide, progress)
    const result = await withDeadline(work, limits.statementTimeoutMs * 2, 'The append under lock')
    connection.giveBack(false)
    return result
  } catch (error) {
    // Destroyed, not returned: that ends the transaction, whatever state it is in.
    connection.giveBack(true)
    return explain(pool, limits, error, progress, backendPidOf(connection.client))
  }
}

type Progress = { append: Append | undefined; committing: boolean }

async function holdAndAppend(
  client: pg.PoolClient,
  limits: AppendLimits,
  streamId: string,
  afterVersion: number,
  decide: DecideUnderLock,
  progress: Progress,
): Promise<LockedResult> {
  const [lockMs, statementMs] = [Math.ceil(limits.lockTimeoutMs), Math.ceil(limits.statementTimeoutMs)]
  await client.query(`begin; set local lock_timeout = ${lockMs}; set local statement_timeout = ${statementMs}`)
  await client.query(advisorySql, [streamId])
  // A stream that does not exist cannot be locked: it may be made while we decide. Then it exists, and the second time holds.
  let result: LockedResult = { kind: 'conflict' }
  for (let time = 1; time <= 2 && result.kind === 'conflict'; time += 1) {
    const { rows } = await client.query<{ version: number }>(rowSql, [streamId])
    const append = decide(await loadEvents(client, streamId, afterVersion))
    progress.append = append
    if (append === undefined) result = { kind: 'nothing', version: rows[0]?.version ?? 0 }
    else [result = result] = await sendAppend(client, [append], limits)
  }
  progress.committing = result.kind === 'appended'
  await client.query(progress.committing ? 'commit' : 'rollback')
  return result
}

async function explain(
  pool: pg.Pool,
  limits: AppendLimits,
  error: unknown,
  { append, committing }: Progress,
  backendPid: number | undefined,
): Promise<LockedResult> {
  if (isContention(error)) return { kind: 'busy' }
  if (append !== undefined && isTakenClaim(error)) {
    const names = append.claims.map((claim) => claim.name)
    const name = await findTaken(pool, names).catch(() => undefined)
    return name === undefined ? { kind: 'busy' } : { kind: 'claim_taken', name }
  }
  if (append === undefined || !committing || isRefusal(error)) return { kind: 'failed', error }
  const written = await readBack(pool, [append], backendPid, performance.now() + limits.readBackMs)
  if (written === undefined) return { kind: 'outcome_unknown', error }
  return written.size > 0 ? { kind: 'appended', version: versionAfter(append) } : { kind: 'failed', error }
}
