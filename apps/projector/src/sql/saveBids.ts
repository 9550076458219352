import type { BidView } from '@gavel/event-contracts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-bids',
  text: `
    insert into bid_views (
      auction_id, version, id, lot_number, bidder_id, paddle_number, alias, type, amount, maximum, leads, auto, at,
      retracted_version
    )
    select * from unnest(
      $1::uuid[], $2::integer[], $3::uuid[], $4::integer[], $5::uuid[], $6::integer[], $7::integer[], $8::text[],
      $9::bigint[], $10::bigint[], $11::boolean[], $12::boolean[], $13::timestamptz[], $14::integer[]
    )
    on conflict do nothing`,
}

export async function saveBids(db: Queryable, bids: readonly BidView[]): Promise<void> {
  if (bids.length === 0) return
  const values = [
    bids.map((bid) => bid.auctionId),
    bids.map((bid) => bid.version),
    bids.map((bid) => bid.id),
    bids.map((bid) => bid.lotNumber),
    bids.map((bid) => bid.bidder.id),
    bids.map((bid) => bid.bidder.paddleNumber),
    bids.map((bid) => bid.bidder.alias),
    bids.map((bid) => bid.type),
    bids.map((bid) => bid.amount),
    bids.map((bid) => bid.maximum),
    bids.map((bid) => bid.leads),
    bids.map((bid) => bid.auto),
    bids.map((bid) => bid.at),
    bids.map((bid) => bid.retractedVersion),
  ]
  await db.query({ ...statement, values })
}
