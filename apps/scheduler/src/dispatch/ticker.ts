import type { Logger } from '@gavel/service-kit'
import { schedule } from 'node-cron'

export type Ticker = {
  /** Rejects when no tick has succeeded for 10 s. */
  check(): Promise<void>
  /** No further tick; resolves when the one that runs is over. */
  stop(): Promise<void>
}

const ageLimitMs = 10_000

/**
 * Runs `tick` each second, never two at once: a second that finds the last one still running is left out, which loses
 * nothing as a tick takes all that is due by then. A tick that fails is logged; the next second tries again.
 */
export function startTicker(options: { tick(): Promise<void>; logger: Logger }): Ticker {
  const { tick, logger } = options
  // Monotonic: a clock that is set must not make the service ill or well.
  let lastTickMs = performance.now()
  let running: Promise<void> = Promise.resolve()

  const run = async (): Promise<void> => {
    try {
      await tick()
      lastTickMs = performance.now()
    } catch (error) {
      logger.warn({ err: error }, 'a tick failed')
    }
  }

  const task = schedule(
    '* * * * * *',
    () => {
      running = run()
      return running
    },
    // A second that was missed (a busy machine, a long tick) is made up for by the next one: no word about it.
    { name: 'send-due', noOverlap: true, suppressMissedWarning: true, timezone: 'Etc/UTC', logger: quiet(logger) },
  )

  return {
    async check() {
      const ageMs = performance.now() - lastTickMs
      if (ageMs > ageLimitMs) throw new Error(`no tick has succeeded for ${Math.round(ageMs / 1_000)} s`)
    },
    async stop() {
      await task.destroy()
      await running
    },
  }
}

/** node-cron's own words go to the service's log, where its notes on skipped seconds are of no interest. */
function quiet(logger: Logger) {
  const debug = (message: string | Error): void => logger.debug({ cron: String(message) }, 'node-cron')
  return {
    info: debug,
    warn: debug,
    debug,
    error: (message: string | Error): void => logger.error({ cron: String(message) }, 'node-cron'),
  }
}
