import type { BidView } from '@gavel/event-contracts'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'bids-after',
  text: 'select * from bids where auction_id = $1 and version > $2 order by version limit $3',
}

/** Oldest first: the stored bids of a lot are those up to some version without a gap, so these go on from `version`. */
export async function bidsAfter(
  db: Queryable,
  auctionId: string,
  version: number,
  limit: number,
): Promise<readonly BidView[]> {
  const { rows } = await db.query({ ...statement, values: [auctionId, version, limit] })
  return rows.map(bidOf)
}
