import { setTimeout as sleep } from 'node:timers/promises'

const firstDelayMs = 500
const delayMaxMs = 15_000
/** Having run this long, a service has earned a short delay again. */
const steadyMs = 30_000

export type Restarts = {
  /** It runs, from now on. */
  started(): void
  /** It died: starts it again after a delay, and again, until it runs or `cancel` is called. */
  begin(): void
  cancel(): void
}

/** The delay doubles with each failure, up to 15 s, less up to half of it by chance. */
const delayMsAfter = (failures: number): number =>
  Math.round(Math.min(delayMaxMs, firstDelayMs * 2 ** failures) * (1 - Math.random() / 2))

export function createRestarts(options: { start: () => Promise<void>; onNotice: (line: string) => void }): Restarts {
  let failures = 0
  let startedAtMs: number | undefined
  let cancelling = new AbortController()

  const keepTrying = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const delayMs = delayMsAfter(failures)
      failures += 1
      options.onNotice(`is started again in ${delayMs} ms`)
      try {
        await sleep(delayMs, undefined, { signal })
        return await options.start()
      } catch (error) {
        if (!signal.aborted) options.onNotice(error instanceof Error ? error.message : String(error))
      }
    }
  }

  return {
    started() {
      startedAtMs = performance.now()
    },
    begin() {
      if (startedAtMs !== undefined && performance.now() - startedAtMs > steadyMs) failures = 0
      cancelling = new AbortController()
      void keepTrying(cancelling.signal)
    },
    cancel() {
      cancelling.abort()
    },
  }
}
