import { isTransient } from '@gavel/database'
import { DeadlineExceeded } from './backOff.ts'

type ServerError = { code: string; constraint: string | undefined }

/** An error that Postgres itself sent. Node's own (ECONNRESET …) have no SQLSTATE. */
function serverError(error: unknown): ServerError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  if (!/^[0-9A-Z]{5}$/.test(error.code)) return undefined
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
  return { code: error.code, constraint }
}

/**
 * Whether Postgres refused the statement, so that nothing of it was written. Everything else (a lost connection, a terminated
 * backend, a crash, our own deadline) leaves open whether the commit came first.
 */
export function isRefusal(error: unknown): boolean {
  const code = serverError(error)?.code
  if (code === undefined || code === '25P03' || code === '25P04') return false
  return code === '57014' || /^(0A|2[0-8]|40|42|44|53|54|55|P0)/.test(code)
}

/** Another transaction was in the way: lock not had in time, deadlock, serialisation, or it made the same companion. */
export function isContention(error: unknown): boolean {
  const refused = serverError(error)
  if (refused === undefined) return false
  const { code, constraint } = refused
  return code === '55P03' || code.startsWith('40') || (code === '23505' && isOfStream(constraint))
}

/** Which of the two is written first is not said. */
const isOfStream = (constraint: string | undefined): boolean =>
  constraint === 'streams_pkey' || constraint === 'events_pkey'

/** The database, not the data, is at fault: the same may succeed later. */
export function isPassing(error: unknown): boolean {
  return error instanceof DeadlineExceeded || isTransient(error)
}

/** A claim was taken by a transaction that committed while this one waited. */
export function isTakenClaim(error: unknown): boolean {
  const refused = serverError(error)
  return refused?.code === '23505' && refused.constraint === 'claims_pkey'
}
