import { setTimeout as delay } from 'node:timers/promises'
import type { EventStore } from '@gavel/event-store'
import type { Logger } from '@gavel/service-kit'
import { idempotencyKind } from './idempotency.ts'
import { replyTtlMs } from './replyCache.ts'

const everyMs = 10 * 60_000

/** Removes idempotency keys that are older than promised, now and then, until stopped. Instances may do it side by side. */
export function startKeyExpiry(options: { store: EventStore; logger: Logger; now: () => number }): {
  stop(): Promise<void>
} {
  const { store, logger, now } = options
  const stopping = new AbortController()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const removed = await store.removeClaims(idempotencyKind, new Date(now() - replyTtlMs))
        if (removed > 0) logger.info({ removed }, 'idempotency keys expired')
      } catch (error) {
        logger.warn({ err: error }, 'idempotency keys could not be expired; the next round tries again')
      }
      await delay(everyMs * (0.75 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
