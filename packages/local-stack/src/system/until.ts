import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from './errors.ts'

export type UntilOptions = { what: string; limitMs: number; everyMs?: number; signal?: AbortSignal | undefined }

/**
 * Calls `check` until it resolves.
 * @throws Error `<what> … within N s: <the last reason>` when the limit passes; the signal's reason when aborted
 */
export async function until<T>(check: () => Promise<T>, options: UntilOptions): Promise<T> {
  const deadlineMs = performance.now() + options.limitMs
  for (;;) {
    options.signal?.throwIfAborted()
    try {
      return await check()
    } catch (error) {
      if (performance.now() >= deadlineMs) {
        throw new Error(`${options.what} within ${options.limitMs / 1000} s: ${messageOf(error)}`, { cause: error })
      }
      await sleep(options.everyMs ?? 100, undefined, options.signal ? { signal: options.signal } : {})
    }
  }
}
