import { setTimeout as sleep } from 'node:timers/promises'
import { type Backoff, backoffMs } from '../backoff.ts'

/** How trying ended. `interrupted`: a stop or a rebalance came in between; nothing may be said about the work. */
export type Attempted =
  | { kind: 'done' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'exhausted'; error: unknown }
  | { kind: 'interrupted' }

export type AttemptOptions = {
  isTransient(error: unknown): boolean
  maxAttempts: number
  backoff: Backoff
  /** Ends the waiting between two tries, never a try. */
  signal: AbortSignal
  onRetry(attempt: number, error: unknown, delayMs: number): void
}

/** Tries again what fails transiently, with capped exponential back-off and full jitter. */
export async function attempt(work: () => Promise<void>, options: AttemptOptions): Promise<Attempted> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work()
      return { kind: 'done' }
    } catch (error) {
      if (!options.isTransient(error)) return { kind: 'failed', error }
      if (tries >= options.maxAttempts) return { kind: 'exhausted', error }
      const delayMs = backoffMs(tries, options.backoff)
      options.onRetry(tries, error, delayMs)
      await sleep(delayMs, undefined, { signal: options.signal }).catch(() => undefined)
      if (options.signal.aborted) return { kind: 'interrupted' }
    }
  }
}
