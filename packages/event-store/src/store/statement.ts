import type pg from 'pg'
import { withDeadline } from '../backOff.ts'
import { backendPidOf, type Connection, takeConnection } from '../connection.ts'
import type { Append, AppendResult } from '../event.ts'
import { isRefusal } from '../sqlState.ts'
import { appendStatement, appendTogetherStatement } from './appendSql.ts'
import { appendValues, versionAfter } from './appendValues.ts'

export type StatementLimits = {
  /** How long one statement may wait for a row another transaction holds. */
  lockTimeoutMs: number
  /** How long a statement may take as seen from here, before its connection is given up. Above the server's own limit. */
  statementTimeoutMs: number
}

/** `refused`: certainly nothing was written. `unknown`: ask the database, once the backend is surely gone. */
export type Attempt =
  | { kind: 'done'; results: readonly AppendResult[] }
  | { kind: 'refused'; error: unknown }
  | { kind: 'unknown'; error: unknown; backendPid: number | undefined }

/** Sends the appends as one statement over a connection of its own. Never rejects. */
export async function attemptAppend(
  pool: pg.Pool,
  appends: readonly Append[],
  limits: StatementLimits,
): Promise<Attempt> {
  let connection: Connection
  try {
    connection = await takeConnection(pool)
  } catch (error) {
    return { kind: 'refused', error }
  }
  try {
    const results = await sendAppend(connection.client, appends, limits)
    connection.giveBack(false)
    return { kind: 'done', results }
  } catch (error) {
    const refused = isRefusal(error)
    connection.giveBack(!refused)
    return refused
      ? { kind: 'refused', error }
      : { kind: 'unknown', error, backendPid: backendPidOf(connection.client) }
  }
}

/** The statement itself, on whatever connection, inside a transaction or by itself. */
export async function sendAppend(
  client: pg.ClientBase,
  appends: readonly Append[],
  limits: StatementLimits,
): Promise<readonly AppendResult[]> {
  const values = appendValues(appends, limits.lockTimeoutMs)
  const together = appends.some(({ companions = [] }) => companions.length > 0)
  const statement = together ? appendTogetherStatement : appendStatement
  type Row = { stream_id: string; taken: string | null; moved: string | null }
  const answered = client.query<Row>({ ...statement, values })
  const { rows } = await withDeadline(answered, limits.statementTimeoutMs, 'The append')
  const told = new Map(rows.map((row) => [row.stream_id, row]))
  return appends.map((append) => {
    const row = told.get(append.streamId)
    if (row === undefined) return { kind: 'conflict' }
    if (row.moved !== null) return { kind: 'companion_moved', streamId: row.moved }
    return row.taken === null
      ? { kind: 'appended', version: versionAfter(append) }
      : { kind: 'claim_taken', name: row.taken }
  })
}
