import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@gavel/service-kit'

const firstDelayMs = 500
const delayMsMax = 10_000

export type Background<Result> = {
  /** What it has come to; undefined so far. */
  result(): Result | undefined
  /** Stops trying; resolves with the result of a try that was under way. */
  stop(): Promise<Result | undefined>
}

/** Tries until it succeeds or is stopped, with capped and jittered back-off, while the service already does its work. */
export function inBackground<Result>(what: string, work: () => Promise<Result>, logger: Logger): Background<Result> {
  const stopping = new AbortController()
  let result: Result | undefined

  async function run(): Promise<void> {
    for (let tries = 0; !stopping.signal.aborted; tries += 1) {
      try {
        result = await work()
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        logger.warn({ err: error, tries: tries + 1 }, `could not ${what} yet, trying again`)
        const ceilingMs = Math.min(firstDelayMs * 2 ** tries, delayMsMax)
        await delay(ceilingMs * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(
          () => undefined,
        )
      }
    }
  }

  const running = run()
  return {
    result: () => result,
    async stop() {
      stopping.abort()
      await running
      return result
    },
  }
}
