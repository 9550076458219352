import { LRUCache } from 'lru-cache'
import type { RateLimit, Standing } from './rateLimit.ts'

/** `standing`: as of this use. */
type Use = { standing: Standing; isIn: boolean }
type Waiting = { key: string; tell(use: Use): void }
/** Uses that are counted in Redis already and not yet used here. */
type Credit = { standing: Standing; left: number; untilMs: number }

const creditsMax = 100_000
const shareInAdvance = 10

/** What a trip has brought for those who waited for it. */
type Taken = { granted: Standing; left: number; refused: Standing }

/**
 * A trip to Redis for each bid would cost a hot lot a fifth of its bids. So an instance takes a tenth of a bidder's limit
 * at once and asks again when that is used: never more than the limit is let through, and an instance that holds some of
 * it back makes the others refuse a little early. One trip at a time, for all who wait: they go on in the order in which
 * they came, as another one would make most bids on a hot lot too low.
 */
export function inPortions(limit: RateLimit, count: number): (key: string) => Use | Promise<Use> {
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

  /** Takes as much as those who wait for the key need, and a portion at the least; theirs is kept for them. */
  async function take(key: string, needed: number): Promise<Taken> {
    const times = Math.max(needed, portion)
    const standing = await limit.use(key, times)
    const over = Math.min(times, Math.max(0, standing.used - standing.limit))
    const used = standing.used - over
    const granted = Math.min(needed, times - over)
    const left = times - over - granted
    credits.set(key, { standing: { ...standing, used }, left, untilMs: performance.now() + standing.resetMs })
    return {
      granted: { ...standing, used: used - left },
      left: granted,
      refused: { ...standing, used: standing.limit + 1 },
    }
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
      const brought = new Map(
        await Promise.all(
          Array.from(needed, async ([key, times]): Promise<[string, Taken]> => [key, await take(key, times)]),
        ),
      )
      for (const { key, tell } of taken) {
        const share = brought.get(key)
        if (share === undefined) throw new Error('it was asked for everybody')
        tell(useOf(share))
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

/** The next one of those who waited, first come first served. */
function useOf(share: Taken): Use {
  if (share.left === 0) return { standing: share.refused, isIn: false }
  share.left -= 1
  return { standing: { ...share.granted, used: share.granted.used - share.left }, isIn: true }
}
