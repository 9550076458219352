import type { RuntimeLimits } from './types.ts'

export const runtimeLimits: RuntimeLimits = {
  maxQueuePerStream: 1_000,
  maxQueue: 10_000,
  maxWaitMs: 5_000,
  maxBatchCommands: 200,
  maxBatchEvents: 400,
  maxBatchBytes: 524_288,
  maxAttempts: 5,
  cacheStreams: 10_000,
  retryAfterMs: 1_000,
}
