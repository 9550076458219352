import { setTimeout as sleep } from 'node:timers/promises'

const limitMs = 30_000
const betweenMs = 25

/** Calls `check` until it does not throw; gives what it gave. @throws its last error when the limit (30 s) passes */
export async function until<T>(what: string, check: () => T | Promise<T>, options = { limitMs }): Promise<T> {
  const deadlineMs = performance.now() + options.limitMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > deadlineMs) {
        throw new Error(`not so within ${options.limitMs / 1_000} s: ${what} (${String(error)})`, { cause: error })
      }
      await sleep(betweenMs)
    }
  }
}
