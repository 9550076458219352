import { setTimeout as sleep } from 'node:timers/promises'
import type { MessageConsumer } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'

/** For so long after it has given up it does not count as well. */
const illMs = 30_000
const pauseMsDefault = 5_000

/**
 * A consumer that is started again when it has given up, for as long as it takes, and says so each time: a log that
 * cannot be folded, because an event is missing, waits for a person, and the others are told meanwhile. Resolves, or
 * rejects, as the first start does.
 */
export async function startAgain(options: {
  /** What it follows, for the log. */
  name: string
  start(onFatal: (error: unknown) => void): Promise<MessageConsumer>
  logger: Pick<Logger, 'error'>
  /** Half of it is jitter. */
  pauseMs?: number
}): Promise<MessageConsumer> {
  const { name, start, logger, pauseMs = pauseMsDefault } = options
  const stopping = new AbortController()
  let failed: { error: unknown; atMs: number } | undefined
  let restarting = Promise.resolve()
  let current = await start(giveUp)

  function giveUp(error: unknown): void {
    failed = { error, atMs: performance.now() }
    restarting = restart(error)
  }

  async function restart(reason: unknown): Promise<void> {
    const gone = current
    for (let error = reason; !stopping.signal.aborted; ) {
      logger.error({ err: error, log: name }, 'a log can not be followed; it is tried again')
      await gone.stop().catch(() => undefined)
      await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      try {
        current = await start(giveUp)
        return
      } catch (failure) {
        error = failure
      }
    }
  }

  return {
    async check() {
      if (failed !== undefined && performance.now() - failed.atMs < illMs) {
        throw new Error(`${name} can not be followed`, { cause: failed.error })
      }
      await current.check()
    },
    lag: () => current.lag(),
    async stop() {
      stopping.abort()
      await restarting
      await current.stop()
    },
  }
}
