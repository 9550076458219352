import type { BidView } from '@gavel/event-contracts'
import { z } from 'zod'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

/**
 * His standing names the entry, so it is one row by its key. Between a retraction and the standing that follows it the
 * entry named does not count any more: then the walk goes on to the newest of his that does. The counts come with it,
 * so that all are of one moment.
 */
const statement = {
  name: 'my-bid',
  text: `
    select bid.*, bid_progress.bid_count as bids_stored, bid_progress.retracted_count as bids_retracted
    from bid_progress
    left join standings on standings.auction_id = bid_progress.auction_id and standings.bidder_id = $2
    left join lateral (
      select *
      from bids
      where bids.auction_id = standings.auction_id
        and bids.bidder_id = standings.bidder_id
        and bids.version <= standings.newest_version
        and bids.retracted_version is null
      order by bids.version desc
      limit 1
    ) as bid on true
    where bid_progress.auction_id = $1`,
}

const storedRow = z.looseObject({ id: z.string().nullable(), bids_stored: z.number(), bids_retracted: z.number() })

/** A bidder's newest entry in a lot that counts (null when none does); how many of the lot's are stored, and retracted. */
export async function myBid(
  db: Queryable,
  auctionId: string,
  bidderId: string,
): Promise<{ bid: BidView | null; stored: number; retracted: number }> {
  const { rows } = await db.query({ ...statement, values: [auctionId, bidderId] })
  if (rows[0] === undefined) return { bid: null, stored: 0, retracted: 0 }
  const row = storedRow.parse(rows[0])
  return { bid: row.id === null ? null : bidOf(row), stored: row.bids_stored, retracted: row.bids_retracted }
}
