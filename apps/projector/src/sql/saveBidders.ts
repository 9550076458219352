import type { NewBidder } from '../auction/foldBatch.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-bidders',
  text: `
    insert into lot_bidders (auction_id, bidder_id, alias)
    select * from unnest($1::uuid[], $2::uuid[], $3::integer[])
    on conflict do nothing`,
}

/** An alias once given stays; another projector gives the same one. */
export async function saveBidders(db: Queryable, bidders: readonly NewBidder[]): Promise<void> {
  if (bidders.length === 0) return
  const values = [
    bidders.map(({ auctionId }) => auctionId),
    bidders.map(({ bidderId }) => bidderId),
    bidders.map(({ alias }) => alias),
  ]
  await db.query({ ...statement, values })
}
