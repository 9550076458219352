import type pg from 'pg'
import type { Append, AppendResult } from '../event.ts'
import { isContention, isPassing, isTakenClaim } from '../sqlState.ts'
import { versionAfter } from './appendValues.ts'
import { findTaken } from './claims.ts'
import type { StoreMetrics } from './metrics.ts'
import { readBack } from './readBack.ts'
import { attemptAppend, type StatementLimits } from './statement.ts'

export type AppendLimits = StatementLimits & {
  /** How long a lost connection's outcome is asked for before the caller hears `outcome_unknown`. */
  readBackMs: number
}

/**
 * One statement when all is well. When it fails as a whole, its halves are tried, and theirs, until the guilty append stands
 * alone: one bad one among 200 costs 16 statements instead of 200. Never rejects; the results are in the appends' order.
 */
export function createAppendAll(
  pool: pg.Pool,
  limits: AppendLimits,
  metrics: StoreMetrics,
): (appends: readonly Append[]) => Promise<readonly AppendResult[]> {
  return async (appends) => {
    const deadlineAtMs = performance.now() + limits.statementTimeoutMs + limits.readBackMs
    return all(appends, deadlineAtMs)
  }

  async function all(appends: readonly Append[], deadlineAtMs: number): Promise<readonly AppendResult[]> {
    const attempt = await attemptAppend(pool, appends, limits)
    switch (attempt.kind) {
      case 'done':
        return attempt.results
      case 'refused':
        return refused(appends, attempt.error, deadlineAtMs)
      case 'unknown':
        return lost(appends, attempt.error, attempt.backendPid, deadlineAtMs)
    }
  }

  async function refused(
    appends: readonly Append[],
    error: unknown,
    deadlineAtMs: number,
  ): Promise<readonly AppendResult[]> {
    const [only] = appends
    if (only !== undefined && appends.length === 1) return [await alone(only, error, deadlineAtMs)]
    // No one append is at fault when the database itself is away.
    if (isPassing(error) && !isContention(error)) return appends.map(() => ({ kind: 'failed', error }))
    metrics.isolated?.(appends.length, error)
    const middle = Math.ceil(appends.length / 2)
    const first = await all(appends.slice(0, middle), deadlineAtMs)
    return [...first, ...(await all(appends.slice(middle), deadlineAtMs))]
  }

  async function alone(append: Append, error: unknown, deadlineAtMs: number): Promise<AppendResult> {
    if (!isTakenClaim(error)) return { kind: 'failed', error }
    try {
      const name = await findTaken(
        pool,
        append.claims.map((claim) => claim.name),
      )
      if (name !== undefined) return { kind: 'claim_taken', name }
    } catch (failure) {
      return { kind: 'failed', error: failure }
    }
    // The rival claim has expired between the two statements.
    if (performance.now() > deadlineAtMs) return { kind: 'failed', error }
    const [result] = await all([append], deadlineAtMs)
    return result ?? { kind: 'failed', error }
  }

  async function lost(
    appends: readonly Append[],
    error: unknown,
    backendPid: number | undefined,
    deadlineAtMs: number,
  ): Promise<readonly AppendResult[]> {
    const written = await readBack(pool, appends, backendPid, Math.max(deadlineAtMs, performance.now() + 1_000))
    metrics.connectionLost?.(appends.length, written !== undefined)
    if (written === undefined) return appends.map(() => ({ kind: 'outcome_unknown', error }))
    const missing = appends.filter((append) => !written.has(append.streamId))
    // Past the deadline nothing is sent again; that it was not written is certain.
    const again: readonly AppendResult[] =
      missing.length === 0 || performance.now() > deadlineAtMs
        ? missing.map(() => ({ kind: 'failed', error }))
        : await all(missing, deadlineAtMs)
    const results = new Map(missing.map((append, index) => [append.streamId, again[index]]))
    return appends.map((append) => results.get(append.streamId) ?? { kind: 'appended', version: versionAfter(append) })
  }
}
