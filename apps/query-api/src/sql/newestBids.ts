import type { BidView } from '@gavel/event-contracts'
import { z } from 'zod'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

/** The count comes with the bids, so that both are of one moment. */
const statement = {
  name: 'newest-bids',
  text: `
    select bids.*, (select bid_count from bid_progress where auction_id = $1) as bids_stored
    from bids
    where auction_id = $1 and version < $2
    order by version desc
    limit $3`,
}

const countRow = z.object({ bids_stored: z.number() })
const noLimitVersion = 2_147_483_647

/** Newest first, older than `beforeVersion`; and how many of the lot there are in all (0 when none was found). */
export async function newestBids(
  db: Queryable,
  auctionId: string,
  options: { beforeVersion?: number; limit: number },
): Promise<{ bids: readonly BidView[]; stored: number }> {
  const values = [auctionId, options.beforeVersion ?? noLimitVersion, options.limit]
  const { rows } = await db.query({ ...statement, values })
  const [first] = rows
  return { bids: rows.map(bidOf), stored: first === undefined ? 0 : countRow.parse(first).bids_stored }
}
