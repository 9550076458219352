import type { BidView } from '@gavel/event-contracts'
import { z } from 'zod'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

/** The newest is the highest, as the price never falls: two rows by their keys, however many bids there are. */
const statement = {
  name: 'highest-bid',
  text: `
    select bids.*, bid_progress.bid_count as bids_stored
    from bid_progress
    join bids on bids.auction_id = bid_progress.auction_id and bids.version = bid_progress.newest_version
    where bid_progress.auction_id = $1`,
}

const countRow = z.object({ bids_stored: z.number() })

/** With how many bids of the lot are stored; undefined when none is. */
export async function highestBid(
  db: Queryable,
  auctionId: string,
): Promise<{ bid: BidView; stored: number } | undefined> {
  const { rows } = await db.query({ ...statement, values: [auctionId] })
  return rows.map((row) => ({ bid: bidOf(row), stored: countRow.parse(row).bids_stored }))[0]
}
