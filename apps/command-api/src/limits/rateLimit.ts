import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import type { LimitSetting } from './limitSetting.ts'

/** How a key stands after it was counted. */
export type Standing = {
  limit: number
  windowSec: number
  /** How often within this window, this time included. */
  used: number
  /** Until the window is over. */
  resetMs: number
}

export type RateLimit = {
  /** Counts `times` (1) uses of a key, also those over the limit. Never fails. */
  use(key: string, times?: number): Promise<Standing>
  forget(key: string): Promise<void>
}

/** A limit that can not be kept keeps nobody out. */
const uncounted = { consumedPoints: 0, msBeforeNext: 1_000 }

/**
 * Counts in Redis, so that a limit holds across instances; while Redis is away each instance counts by itself. Undefined
 * when there is no limit.
 */
export function createRateLimit(redis: Redis, name: string, setting: LimitSetting): RateLimit | undefined {
  if (setting === null) return undefined
  const { count: points, seconds: duration } = setting
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `limit:${name}`,
    points,
    duration,
    insuranceLimiter: new RateLimiterMemory({ points, duration }),
  })
  return {
    async use(key, times = 1) {
      const { consumedPoints: used, msBeforeNext: resetMs } = await limiter.penalty(key, times).catch(() => uncounted)
      return { limit: points, windowSec: duration, used, resetMs }
    },
    async forget(key) {
      await limiter.delete(key)
    },
  }
}
