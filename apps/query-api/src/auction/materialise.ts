import type { AuctionView, BidView, LotView } from '@gavel/event-contracts'
import type { Queryable } from '../sql/queryable.ts'
import { saveBids } from '../sql/saveBids.ts'
import { saveLots } from '../sql/saveLots.ts'

/** Writes views into the tables. What is older than what is stored, or there already, changes nothing. */
export async function materialise(db: Queryable, views: readonly AuctionView[]): Promise<void> {
  const lots: LotView[] = []
  const bids: BidView[] = []
  for (const view of views) {
    if (view.type === 'lot.view') lots.push(view.data)
    else bids.push(view.data)
  }
  await saveLots(db, lots)
  await saveBids(db, bids)
}
