import type { BidView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

/** The bids and how many there are now, in one statement: the count never says more or less than the table. */
const statement = {
  name: 'save-bids',
  text: `
    with stored as (
      insert into bids (id, auction_id, version, lot_number, bidder_id, paddle_number, alias, type, amount, at)
      select * from unnest(
        $1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::uuid[], $6::integer[], $7::integer[], $8::text[],
        $9::bigint[], $10::timestamptz[]
      )
      on conflict (id) do update set
        version = excluded.version,
        type = excluded.type,
        amount = excluded.amount,
        at = excluded.at
      where bids.version < excluded.version
      returning new.auction_id, new.version, old.id is null as is_new
    )
    insert into bid_progress (auction_id, bid_count, newest_version)
    select auction_id, count(*) filter (where is_new), max(version)
    from stored
    group by auction_id
    order by auction_id
    on conflict (auction_id) do update set
      bid_count = bid_progress.bid_count + excluded.bid_count,
      newest_version = greatest(bid_progress.newest_version, excluded.newest_version)`,
}

/** Stores those bids that are new, or newer than what is stored. */
export async function saveBids(db: Queryable, received: readonly BidView[]): Promise<void> {
  const bids = newestById(received)
  if (bids.length === 0) return
  const values = [
    bids.map((bid) => bid.id),
    bids.map((bid) => bid.auctionId),
    bids.map((bid) => bid.version),
    bids.map((bid) => bid.lotNumber),
    bids.map((bid) => bid.bidder.id),
    bids.map((bid) => bid.bidder.paddleNumber),
    bids.map((bid) => bid.bidder.alias),
    bids.map((bid) => bid.type),
    bids.map((bid) => bid.amount),
    bids.map((bid) => bid.at),
  ]
  await db.query({ ...statement, values })
}
