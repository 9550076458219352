import type { Readiness } from '../admin/readiness.ts'
import type { Logger } from '../logging/logger.ts'
import { within } from './within.ts'

export type Lifecycle = {
  /** Steps run one after the other, the last registered first. A step that throws or is late is logged and left behind. */
  onStop(name: string, stop: () => Promise<void>): void
  /** Log, stop, exit with 1: for what the service can not go on after. */
  fatal(error: unknown): void
  /** Runs the steps once, however often it is called. Does not end the process; never rejects. */
  stop(reason: string): Promise<void>
  /** SIGTERM and SIGINT stop and exit with 0, the second one exits with 1 at once; uncaught errors are fatal. */
  handleSignals(): void
}

/**
 * A graceful stop within `stopTimeoutMs` (10 s): readiness says no first, then the steps. Each step has an equal share
 * of the time that is left, so that one that hangs does not take the others' time.
 */
export function createLifecycle(options: { logger: Logger; readiness: Readiness; stopTimeoutMs?: number }): Lifecycle {
  const { logger, readiness, stopTimeoutMs = 10_000 } = options
  const steps: { name: string; stop: () => Promise<void> }[] = []
  let stopping: Promise<void> | undefined
  let exitCode = 0

  const stopAll = async (reason: string): Promise<void> => {
    logger.info({ reason }, 'stopping')
    readiness.drain()
    const deadlineMs = performance.now() + stopTimeoutMs
    // Popped one by one: a step registered while stopping (the service was still starting) is run as well.
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      const limitMs = Math.max(0, deadlineMs - performance.now()) / (steps.length + 1)
      try {
        await within(limitMs, step.stop)
      } catch (error) {
        exitCode = 1
        logger.error({ err: error, step: step.name }, 'a step of the stop failed')
      }
    }
    logger.info({ reason }, 'stopped')
  }

  const stop = (reason: string): Promise<void> => {
    stopping ??= stopAll(reason)
    return stopping
  }

  const stopAndExit = (reason: string): void => {
    // Anything left open (a socket, a timer) must not keep the process: hence exit and no waiting for an empty loop.
    void stop(reason).then(() => {
      logger.flush()
      process.exit(exitCode)
    })
  }

  const fatal = (error: unknown): void => {
    exitCode = 1
    logger.fatal({ err: error }, 'fatal')
    stopAndExit('fatal error')
  }

  let signalled = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signalled) process.exit(1)
    signalled = true
    stopAndExit(signal)
  }

  return {
    onStop(name, step) {
      steps.push({ name, stop: step })
    },
    fatal,
    stop,
    handleSignals() {
      process.on('SIGTERM', onSignal)
      process.on('SIGINT', onSignal)
      process.on('uncaughtException', fatal)
      process.on('unhandledRejection', fatal)
    },
  }
}
