import { paddleHolder } from '@gavel/event-contracts'
import type express from 'express'
import type { Redis } from 'ioredis'
import { limitHeaders, tooMany } from './headers.ts'
import type { LimitSetting } from './limitSetting.ts'
import { inPortions } from './portions.ts'
import { createRateLimit } from './rateLimit.ts'

/** Counts a bid of `actor` on a lot. @throws Problem too_many_requests, and nothing is bid */
export type BidLimit = (req: express.Request, actor: string, auctionId: string) => Promise<void>

export function createBidLimit(redis: Redis, setting: LimitSetting): BidLimit {
  const limit = createRateLimit(redis, 'bid', setting)
  if (limit === undefined || setting === null) return async () => {}
  const use = inPortions(limit, setting.count)
  return async (req, actor, auctionId) => {
    const { standing, isIn } = await use(`${personOf(actor)}:${auctionId}`)
    if (!isIn) throw tooMany(standing)
    req.res?.set(limitHeaders(standing))
  }
}

/** By a token or by the paddle alone, he is the same and has one limit. */
const personOf = (actor: string): string => {
  const paddle = /^paddle:(\d+)$/.exec(actor)?.[1]
  return paddle === undefined ? actor : `user:${paddleHolder(Number(paddle)).id}`
}
