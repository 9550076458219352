import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@gavel/service-kit'
import type { Redis } from 'ioredis'

const delaysMs = { first: 50, last: 2_000 }

export type Recovery = {
  /** Not while there is something that makes pages wrong and of which Redis could not be told. */
  isUsable(): boolean
  /** Something could not be told: the cache is left alone until everything is dropped. */
  leaveUntold(error?: unknown): void
  stop(): Promise<void>
}

/** Drops all of a cache as soon as Redis can be told so: at the start, and whenever something could not be told. */
export function startRecovery(options: { redis: Redis; logger: Logger; dropAll(): Promise<unknown> }): Recovery {
  const { redis, logger, dropAll } = options
  const stopping = new AbortController()
  /** How often something could not be told. Also at the start: the process before may have died with it untold. */
  let untold = 1
  let isRecovering = true
  let recovery = recover()

  const isUsable = (): boolean => untold === 0

  async function recover(): Promise<void> {
    for (let delayMs = delaysMs.first; !stopping.signal.aborted; delayMs = Math.min(delayMs * 2, delaysMs.last)) {
      const told = untold
      try {
        await dropAll()
        // A change that came meanwhile may have been indexed after the drop.
        if (untold === told) {
          untold = 0
          isRecovering = false
          return
        }
      } catch {
        await sleep(delayMs * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  function leaveUntold(error?: unknown): void {
    if (stopping.signal.aborted) return
    if (isUsable()) logger.warn({ err: error }, 'the search cache is left alone until it could be dropped')
    untold += 1
    if (isRecovering) return
    isRecovering = true
    recovery = recover()
  }

  // A server that comes back may be an older copy, which has not heard of the last changes.
  redis.on('close', leaveUntold)

  return {
    isUsable,
    leaveUntold,
    async stop() {
      stopping.abort()
      redis.off('close', leaveUntold)
      await recovery
    },
  }
}
