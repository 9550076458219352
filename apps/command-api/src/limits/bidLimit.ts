import type express from 'express'
import type { Redis } from 'ioredis'
import { limitHeaders, tooMany } from './headers.ts'
import type { LimitSetting } from './limitSetting.ts'
import { createRateLimit, type RateLimit, type Standing } from './rateLimit.ts'

/** Counts a bid of `actor` on a lot. @throws Problem too_many_requests, and nothing is bid */
export type BidLimit = (req: express.Request, actor: string, auctionId: string) => Promise<void>

export function createBidLimit(redis: Redis, setting: LimitSetting): BidLimit {
  const limit = createRateLimit(redis, 'bid', setting)
  if (limit === undefined) return async () => {}
  const use = grouped(limit)
  return async (req, actor, auctionId) => {
    const { standing, isIn } = await use(`${actor}:${auctionId}`)
    if (!isIn) throw tooMany(standing)
    req.res?.set(limitHeaders(standing))
  }
}

type Use = { standing: Standing; isIn: boolean }
type Waiting = (use: Use) => void

/**
 * One trip to Redis at a time: whoever comes while it is under way is counted by the next one, once for each key. A bid
 * then costs a small part of a trip, and the more of them there are the smaller it is.
 */
function grouped(limit: RateLimit): (key: string) => Promise<Use> {
  let waiting = new Map<string, Waiting[]>()
  let isUnderway = false

  async function trip(): Promise<void> {
    isUnderway = true
    while (waiting.size > 0) {
      const taken = waiting
      waiting = new Map()
      await Promise.all(Array.from(taken, ([key, all]) => count(key, all)))
    }
    isUnderway = false
  }

  async function count(key: string, all: readonly Waiting[]): Promise<void> {
    const standing = await limit.use(key, all.length)
    // First come, first served, of those who were counted together.
    for (const [index, tell] of all.entries()) {
      const used = standing.used - (all.length - 1 - index)
      tell({ standing: { ...standing, used }, isIn: used <= standing.limit })
    }
  }

  return (key) =>
    new Promise((resolve) => {
      waiting.set(key, [...(waiting.get(key) ?? []), resolve])
      if (!isUnderway) void trip()
    })
}
