import type { Logger } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { type KeptReply, keptReply } from './reply.ts'

/** How long an answer is kept for the same key: 24 h, as the API promises. */
export const replyTtlMs = 24 * 60 * 60 * 1000

/** A request in progress blocks its key this long at the most, should its process die. */
const processingTtlMs = 30_000

const entry = z.discriminatedUnion('state', [
  z.object({ state: z.literal('processing'), fingerprint: z.string(), owner: z.string() }),
  z.object({ state: z.literal('done'), kept: keptReply }),
])
export type CacheEntry = z.output<typeof entry>

/** `absent`: the key is ours now. `away`: Redis did not answer in time; the event store still has the last word. */
export type Reservation = { kind: 'reserved' } | { kind: 'found'; entry: CacheEntry } | { kind: 'away' }

export type ReplyCache = {
  reserve(name: string, fingerprint: string, owner: string): Promise<Reservation>
  keep(name: string, kept: KeptReply): Promise<void>
  /** Not over what another request with the key has come to: that one may have been accepted. */
  keepRefusal(name: string, kept: KeptReply, owner: string): Promise<void>
  /** Frees a key whose request came to nothing, unless somebody else has it by now. */
  release(name: string, fingerprint: string, owner: string): Promise<void>
}

const setIfOurs = `
  local held = redis.call('get', KEYS[1])
  if held and held ~= ARGV[1] then return 0 end
  return redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])`
const deleteIfEqual = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** Answers by Idempotency-Key in Redis: the quick word. Never needed for correctness. */
export function createReplyCache(redis: Redis, logger: Logger): ReplyCache {
  const processing = (fingerprint: string, owner: string) =>
    JSON.stringify({ state: 'processing', fingerprint, owner } satisfies CacheEntry)

  async function orAway<Result>(work: () => Promise<Result>): Promise<Result | { kind: 'away' }> {
    try {
      return await work()
    } catch (error) {
      logger.warn({ err: error }, 'redis did not take an idempotency key; the event store decides alone')
      return { kind: 'away' }
    }
  }

  return {
    reserve: (name, fingerprint, owner) =>
      orAway<Reservation>(async () => {
        const set = await redis.set(name, processing(fingerprint, owner), 'PX', processingTtlMs, 'NX')
        if (set === 'OK') return { kind: 'reserved' }
        const found = await redis.get(name)
        // Gone between the two calls: its request has just failed or expired, so this one is the first again.
        if (found === null) return { kind: 'reserved' }
        return { kind: 'found', entry: entry.parse(JSON.parse(found)) }
      }),
    async keep(name, kept) {
      const done = JSON.stringify({ state: 'done', kept } satisfies CacheEntry)
      await orAway(() => redis.set(name, done, 'PX', replyTtlMs))
    },
    async keepRefusal(name, kept, owner) {
      const done = JSON.stringify({ state: 'done', kept } satisfies CacheEntry)
      await orAway(() => redis.eval(setIfOurs, 1, name, processing(kept.fingerprint, owner), done, replyTtlMs))
    },
    async release(name, fingerprint, owner) {
      await orAway(() => redis.eval(deleteIfEqual, 1, name, processing(fingerprint, owner)))
    },
  }
}
