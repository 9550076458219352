import { randomUUID } from 'node:crypto'
import { Problem } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import { z } from 'zod'

export type Sessions = {
  /** Its id; its first refresh token is of generation 1. */
  begin(userId: string): Promise<string>
  /**
   * The generation of the next refresh token, for whoever has the newest one; for whoever has the one before and has
   * lost the answer (within the grace), the newest again. Undefined when the session has ended, which the use of any
   * older token does to it: two have it, and one of them is a thief.
   */
  rotate(session: { sessionId: string; userId: string; generation: number }): Promise<number | undefined>
  end(sessionId: string): Promise<void>
  /** Before anything is done that is to end in a session: while Redis is away it is not begun. */
  checkReachable(): Promise<void>
}

const keyOf = (sessionId: string): string => `session:${sessionId}`

/** In one step: of two who refresh at the same time one is first, on whichever instances. Redis's clock is the only one. */
const rotation = `
  local user, generation, graceMs, lifeMs = unpack(ARGV)
  local kept = redis.call('hmget', KEYS[1], 'user', 'generation', 'rotatedAtMs')
  if kept[1] ~= user then return 0 end
  local now = redis.call('time')
  local nowMs = now[1] * 1000 + math.floor(now[2] / 1000)
  local newest = tonumber(kept[2])
  local used = tonumber(generation)
  if used == newest then
    redis.call('hset', KEYS[1], 'generation', newest + 1, 'rotatedAtMs', nowMs)
    redis.call('pexpire', KEYS[1], lifeMs)
    return newest + 1
  end
  if used == newest - 1 and nowMs - tonumber(kept[3]) < tonumber(graceMs) then return newest end
  redis.call('del', KEYS[1])
  return 0`

const answered = z.int().nonnegative()

/**
 * Sessions in Redis, by which refresh tokens rotate (RFC 9700, 4.14.2). Lost with Redis: then people sign in again.
 *
 * @throws Problem unavailable, each of them, while Redis is away
 */
export function createSessions(options: { redis: Redis; lifeSec: number; graceSec: number }): Sessions {
  const { redis, lifeSec, graceSec } = options
  const lifeMs = lifeSec * 1_000

  async function asked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (cause) {
      throw new Problem('unavailable', {
        detail: 'Sessions can not be reached right now.',
        headers: { 'Retry-After': '2' },
        cause,
      })
    }
  }

  return {
    async begin(userId) {
      const sessionId = randomUUID()
      const key = keyOf(sessionId)
      await asked(async () => {
        const begun = { user: userId, generation: 1, rotatedAtMs: 0 }
        const done = await redis.multi().hset(key, begun).pexpire(key, lifeMs).exec()
        for (const [error] of done ?? []) if (error !== null) throw error
      })
      return sessionId
    },
    async rotate({ sessionId, userId, generation }) {
      const values = [userId, generation, graceSec * 1_000, lifeMs]
      const next = answered.parse(await asked(() => redis.eval(rotation, 1, keyOf(sessionId), ...values)))
      return next === 0 ? undefined : next
    },
    async checkReachable() {
      await asked(() => redis.ping())
    },
    async end(sessionId) {
      await asked(() => redis.del(keyOf(sessionId)))
    },
  }
}
