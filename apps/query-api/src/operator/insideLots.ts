import type pg from 'pg'
import { derivedOfBids } from '../sql/derivedOfBids.ts'
import { wrongWatchCounts } from '../sql/wrongWatchCounts.ts'

/** What query-api derives from the views of lots, bids and watches, held against them: a lot's differences, in words. */
export function insideLots(pool: pg.Pool): (auctionId: string) => Promise<readonly string[]> {
  let watchCounts: ReturnType<typeof wrongWatchCounts> | undefined
  return async (auctionId) => {
    // Of all lots at once, at the first.
    watchCounts ??= wrongWatchCounts(pool)
    const ofWatches = (await watchCounts).get(auctionId) ?? []
    return [...(await derivedOfBids(pool, auctionId)), ...ofWatches]
  }
}
