import type { BidView } from '@gavel/event-contracts'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

/** Asked only when the lot tells of a retraction: it walks all of the lot's bids. */
const statement = {
  name: 'retracted-after',
  text: 'select * from bids where auction_id = $1 and retracted_version > $2 order by version limit $3',
}

/** The stored bids of a lot that were retracted after its `version`, oldest first. */
export async function retractedAfter(
  db: Queryable,
  auctionId: string,
  version: number,
  limit: number,
): Promise<readonly BidView[]> {
  const { rows } = await db.query({ ...statement, values: [auctionId, version, limit] })
  return rows.map(bidOf)
}
