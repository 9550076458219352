import type { Append, AppendResult } from '../event.ts'
import { bytesOf, eventsOf, streamsOf } from './encode.ts'
import type { StoreMetrics } from './metrics.ts'
import type { AppendTracer } from './tracer.ts'

export type CommitterLimits = {
  /** Statements under way at once. */
  maxInFlight: number
  maxBatchAppends: number
  maxBatchEvents: number
  maxBatchBytes: number
  /** Appends waiting for a statement; more are answered `failed` with StoreOverloaded. */
  maxWaiting: number
}

export class StoreOverloaded extends Error {
  override name = 'StoreOverloaded'
}

type Waiting = { append: Append; bytes: number; resolve(result: AppendResult): void }

/**
 * Group commit: what is ready in the same turn, or queues while the statements before are under way, goes as one batch. There
 * is no artificial delay. The bounds are met by whole appends; one that exceeds them alone goes alone.
 */
export function createCommitter(
  appendAll: (appends: readonly Append[]) => Promise<readonly AppendResult[]>,
  limits: CommitterLimits,
  metrics: StoreMetrics,
  onAppended: () => void,
  tracer?: AppendTracer,
): (append: Append) => Promise<AppendResult> {
  let waiting: Waiting[] = []
  let inFlight = 0
  let scheduled = false

  return (append) => {
    if (waiting.length >= limits.maxWaiting) {
      const error = new StoreOverloaded(`${waiting.length} appends are waiting`)
      return Promise.resolve({ kind: 'failed', error })
    }
    return new Promise((resolve) => {
      waiting.push({ append, bytes: bytesOf(append), resolve })
      schedule()
    })
  }

  function schedule(): void {
    if (scheduled || inFlight >= limits.maxInFlight || waiting.length === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      void send(takeBatch())
      schedule()
    })
  }

  function takeBatch(): readonly Waiting[] {
    const batch: Waiting[] = []
    const left: Waiting[] = []
    const streams = new Set<string>()
    let events = 0
    let bytes = 0
    for (const next of waiting) {
      const together = streamsOf(next.append)
      const count = eventsOf(next.append).length
      const full =
        batch.length >= limits.maxBatchAppends ||
        (batch.length > 0 && (events + count > limits.maxBatchEvents || bytes + next.bytes > limits.maxBatchBytes))
      if (full || together.some(({ streamId }) => streams.has(streamId))) {
        left.push(next)
        continue
      }
      for (const { streamId } of together) streams.add(streamId)
      events += count
      bytes += next.bytes
      batch.push(next)
    }
    waiting = left
    metrics.waiting?.(left.length)
    return batch
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    inFlight += 1
    const startedAtMs = performance.now()
    const appends = batch.map(({ append }) => append)
    const ended = tracer?.begin(appends)
    const results = await appendAll(appends)
    ended?.(results)
    inFlight -= 1
    const events = batch.reduce((sum, { append }) => sum + eventsOf(append).length, 0)
    metrics.committed?.({ appends: batch.length, events, durationMs: performance.now() - startedAtMs })
    if (results.some((result) => result.kind === 'appended')) onAppended()
    for (const [index, { resolve }] of batch.entries()) {
      resolve(results[index] ?? { kind: 'failed', error: new Error('The batch answered too little') })
    }
    schedule()
  }
}
