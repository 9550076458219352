import type { BidView } from '@gavel/event-contracts'
import { z } from 'zod'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

/** The counts come with the bids, so that all are of one moment. */
const statement = {
  name: 'newest-bids',
  text: `
    select bids.*, bid_progress.bid_count as bids_stored, bid_progress.retracted_count as bids_retracted
    from bids
    left join bid_progress on bid_progress.auction_id = $1
    where bids.auction_id = $1 and bids.version < $2 and (bids.retracted_version is null or not $4::boolean)
    order by bids.version desc
    limit $3`,
}

const countsRow = z
  .object({ bids_stored: z.number(), bids_retracted: z.number() })
  .transform(({ bids_stored: stored, bids_retracted: retracted }) => ({ stored, retracted }))
const noLimitVersion = 2_147_483_647

/**
 * Newest first, older than `beforeVersion`, without retracted ones when `counting`; and how many of the lot there are in
 * all, and retracted (0 when none was found).
 */
export async function newestBids(
  db: Queryable,
  auctionId: string,
  options: { beforeVersion?: number; counting?: boolean; limit: number },
): Promise<{ bids: readonly BidView[]; stored: number; retracted: number }> {
  const { beforeVersion = noLimitVersion, counting = false, limit } = options
  const values = [auctionId, beforeVersion, limit, counting]
  const { rows } = await db.query({ ...statement, values })
  const [first] = rows
  const counts = first === undefined ? { stored: 0, retracted: 0 } : countsRow.parse(first)
  return { bids: rows.map(bidOf), ...counts }
}
