import type pg from 'pg'
import type { Append, AppendResult, RecordedEvent, StoredClaim } from '../event.ts'
import { type AppendLimits, createAppendAll } from './appendAll.ts'
import { findClaim, removeClaims } from './claims.ts'
import { type CommitterLimits, createCommitter } from './committer.ts'
import { assertAppend, streamsOf } from './encode.ts'
import { loadEvents } from './load.ts'
import type { StoreMetrics } from './metrics.ts'
import type { AppendTracer } from './tracer.ts'
import { appendUnderLock, type DecideUnderLock, type LockedResult } from './underLock.ts'
import { createVersionReader, readVersions } from './versions.ts'

export type EventStore = {
  /** The appends as one batch of their own, in one statement. A stream may stand in it once. Throws TypeError on bad input. */
  append(appends: readonly Append[]): Promise<readonly AppendResult[]>
  /** Joins the group commit: one statement with whatever is ready at the same time. Throws TypeError on bad input. */
  commit(append: Append): Promise<AppendResult>
  /** Reads, decides and appends holding the stream's lock. Never rejects; `busy` when the lock was not had in time. */
  appendUnderLock(streamId: string, afterVersion: number, decide: DecideUnderLock): Promise<LockedResult>
  /** The events after a version (0), in order. */
  load(streamId: string, afterVersion?: number): Promise<readonly RecordedEvent[]>
  /** Streams without events are not in the map. */
  versions(streamIds: readonly string[]): Promise<Map<string, number>>
  /** The version as of a moment after this call, 0 when there is none. One read for all who ask at the same time. */
  version(streamId: string): Promise<number>
  claim(name: string): Promise<StoredClaim | undefined>
  /** Removes the claims of a kind (what stands before the name's first colon) that are older; answers how many. */
  removeClaims(kind: string, olderThan: Date): Promise<number>
}

export type EventStoreOptions = {
  limits?: Partial<AppendLimits & CommitterLimits>
  metrics?: StoreMetrics
  tracer?: AppendTracer | undefined
  /** Called after each commit, to wake the outbox relay of this process. */
  onAppended?: () => void
}

// Two statements in flight: one more keeps Postgres busy while this process folds; further ones only make batches smaller.
export const storeLimits: AppendLimits & CommitterLimits = {
  lockTimeoutMs: 2_000,
  statementTimeoutMs: 12_000,
  readBackMs: 5_000,
  maxInFlight: 2,
  maxBatchAppends: 256,
  maxBatchEvents: 1_000,
  maxBatchBytes: 1_048_576,
  maxWaiting: 20_000,
}

/** Over a pool whose sessions have a statement_timeout below `statementTimeoutMs`, and no proxy that shares backends between them. */
export function createEventStore(pool: pg.Pool, options: EventStoreOptions = {}): EventStore {
  const limits = { ...storeLimits, ...options.limits }
  const metrics = options.metrics ?? {}
  const onAppended = options.onAppended ?? (() => {})
  const appendAll = createAppendAll(pool, limits, metrics)
  const commit = createCommitter(appendAll, limits, metrics, onAppended, options.tracer)

  return {
    async append(appends) {
      for (const append of appends) assertAppend(append)
      const streams = appends.flatMap(streamsOf)
      if (new Set(streams.map(({ streamId }) => streamId)).size !== streams.length)
        throw new TypeError('A stream stands in a batch twice: fold its appends into one')
      const results = await appendAll(appends)
      if (results.some(({ kind }) => kind === 'appended')) onAppended()
      return results
    },
    async commit(append) {
      assertAppend(append)
      return commit(append)
    },
    async appendUnderLock(streamId, afterVersion, decide) {
      let ended: ReturnType<AppendTracer['begin']> | undefined
      const checked: DecideUnderLock = (events) => {
        const append = decide(events)
        if (append === undefined) return undefined
        assertAppend(append)
        ended = options.tracer?.begin([append])
        return append
      }
      const result = await appendUnderLock(pool, limits, streamId, afterVersion, checked)
      ended?.([{ kind: result.kind === 'busy' || result.kind === 'nothing' ? 'failed' : result.kind }])
      if (result.kind === 'appended') onAppended()
      return result
    },
    load: (streamId, afterVersion = 0) => loadEvents(pool, streamId, afterVersion),
    versions: (streamIds) => readVersions(pool, streamIds),
    version: createVersionReader(pool),
    claim: (name) => findClaim(pool, name),
    removeClaims: (kind, olderThan) => removeClaims(pool, kind, olderThan),
  }
}
