import type { MessageConsumer } from '@gavel/messaging'
import type { Filling } from './rebuild.ts'

type Start = (onFatal: (error: unknown) => void) => Promise<MessageConsumer>

/** Consumers that fill tables together. */
export async function fillFrom(starts: readonly Start[]): Promise<Filling> {
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  const consumers = await Promise.all(starts.map((start) => start(failed.reject)))
  let stopped: Promise<void> | undefined
  const stopAll = async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()))
  }
  return {
    async lag() {
      const lags = await Promise.all(consumers.map((consumer) => consumer.lag()))
      return lags.reduce((sum, lag) => sum + lag, 0)
    },
    failed: failed.promise,
    stop() {
      stopped ??= stopAll()
      return stopped
    },
  }
}
