import type express from 'express'
import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { limitHeaders, tooMany } from './headers.ts'
import type { LimitSetting } from './limitSetting.ts'
import { createRateLimit, type RateLimit, type Standing } from './rateLimit.ts'

/** Counts a bid of `actor` on a lot. @throws Problem too_many_requests, and nothing is bid */
export type BidLimit = (req: express.Request, actor: string, auctionId: string) => Promise<void>

export function createBidLimit(redis: Redis, setting: LimitSetting): BidLimit {
  const limit = createRateLimit(redis, 'bid', setting)
  if (limit === undefined || setting === null) return async () => {}
  const use = inAdvance(limit, setting.count)
  return async (req, actor, auctionId) => {
    const { standing, isIn } = await use(`${actor}:${auctionId}`)
    if (!isIn) throw tooMany(standing)
    req.res?.set(limitHeaders(standing))
  }
}

type Use = { standing: Standing; isIn: boolean }
type Waiting = { key: string; tell(use: Use): void }
/** Uses that are counted in Redis already and not yet used here. */
type Credit = { standing: Standing; left: number; untilMs: number }

const creditsMax = 100_000
const shareInAdvance = 10
/** At the end of a window: those who have waited for the trip are to have something of it. */
const lastsMsMin = 100

/**
 * A trip to Redis for each bid would cost a hot lot a fifth of its bids. So an instance takes a tenth of a bidder's limit
 * at once and asks again when that is used: never more than the limit is let through, and an instance that holds some of
 * it back makes the others refuse a little early. One trip at a time, for all who wait: they go on in the order in which
 * they came, as another one would make most bids on a hot lot too low.
 */
function inAdvance(limit: RateLimit, count: number): (key: string) => Use | Promise<Use> {
  const portion = Math.max(1, Math.floor(count / shareInAdvance))
  const credits = new LRUCache<string, Credit>({ max: creditsMax })
  let waiting: Waiting[] = []
  let isUnderway = false

  function spend(key: string): Use | undefined {
    const credit = credits.get(key)
    if (credit === undefined || credit.left === 0 || performance.now() >= credit.untilMs) return undefined
    credit.left -= 1
    return { standing: { ...credit.standing, used: credit.standing.used - credit.left }, isIn: true }
  }

  /** Takes as much as those who wait for the key need, and a portion at the least. */
  async function take(key: string, needed: number): Promise<Standing> {
    const times = Math.max(needed, portion)
    const standing = await limit.use(key, times)
    const over = Math.max(0, standing.used - standing.limit)
    const used = standing.used - over
    const untilMs = performance.now() + Math.max(standing.resetMs, lastsMsMin)
    credits.set(key, { standing: { ...standing, used }, left: Math.max(0, times - over), untilMs })
    return { ...standing, used: standing.limit + 1 }
  }

  async function trip(): Promise<void> {
    isUnderway = true
    while (waiting.length > 0) {
      const all = waiting
      waiting = []
      // What the trip before has brought for the one who asked for it may do for those who came meanwhile.
      const taken = all.filter(({ key, tell }) => {
        const use = spend(key)
        if (use !== undefined) tell(use)
        return use === undefined
      })
      const needed = new Map<string, number>()
      for (const { key } of taken) needed.set(key, (needed.get(key) ?? 0) + 1)
      const refusals = new Map(
        await Promise.all(
          Array.from(needed, async ([key, times]): Promise<[string, Standing]> => [key, await take(key, times)]),
        ),
      )
      for (const { key, tell } of taken) {
        const standing = refusals.get(key)
        if (standing === undefined) throw new Error('it was asked for everybody')
        tell(spend(key) ?? { standing, isIn: false })
      }
    }
    isUnderway = false
  }

  return (key) =>
    spend(key) ??
    new Promise((tell) => {
      waiting.push({ key, tell })
      if (!isUnderway) void trip()
    })
}
