import type { BidView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'
import { restandBidders } from './restandBidders.ts'

/**
 * The bids, where their bidders stand, and how many there are now, in one statement: the count never says more or less
 * than the table. A bid that is retracted stays so. Only rows that were written put anybody anywhere: an older copy of a
 * retracted bid is not, also when another instance saves the retraction at the same moment.
 */
const statement = {
  name: 'save-bids',
  text: `
    with stored as (
      insert into bids (
        id, auction_id, version, lot_number, bidder_id, paddle_number, alias, type, amount, at, maximum, leads, auto,
        retracted_version
      )
      select * from unnest(
        $1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::uuid[], $6::integer[], $7::integer[], $8::text[],
        $9::bigint[], $10::timestamptz[], $11::bigint[], $12::boolean[], $13::boolean[], $14::integer[]
      )
      on conflict (id) do update set
        version = excluded.version,
        type = excluded.type,
        amount = excluded.amount,
        at = excluded.at,
        maximum = excluded.maximum,
        leads = excluded.leads,
        auto = excluded.auto,
        retracted_version = coalesce(bids.retracted_version, excluded.retracted_version)
      where bids.version < excluded.version
        or (bids.retracted_version is null and excluded.retracted_version is not null)
      returning
        new.auction_id,
        new.version,
        new.bidder_id,
        new.amount,
        new.maximum,
        new.at,
        new.retracted_version,
        old.id is null as is_new,
        new.retracted_version is not null and old.retracted_version is null as is_retracted
    ), standing as (
      insert into standings (bidder_id, auction_id, amount, maximum, newest_version, at)
      select distinct on (bidder_id, auction_id) bidder_id, auction_id, amount, maximum, version, at
      from stored
      where retracted_version is null
      order by bidder_id, auction_id, version desc
      on conflict (bidder_id, auction_id) do update set
        amount = excluded.amount,
        maximum = excluded.maximum,
        newest_version = excluded.newest_version,
        at = excluded.at
      where standings.newest_version < excluded.newest_version
    )
    insert into bid_progress (auction_id, bid_count, newest_version, retracted_count)
    select auction_id, count(*) filter (where is_new), max(version), count(*) filter (where is_retracted)
    from stored
    group by auction_id
    order by auction_id
    on conflict (auction_id) do update set
      bid_count = bid_progress.bid_count + excluded.bid_count,
      newest_version = greatest(bid_progress.newest_version, excluded.newest_version),
      retracted_count = bid_progress.retracted_count + excluded.retracted_count`,
}

/** Stores those bids that are new, or newer than what is stored, or retracted since. */
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
    bids.map((bid) => bid.maximum),
    bids.map((bid) => bid.leads),
    bids.map((bid) => bid.auto),
    bids.map((bid) => bid.retractedVersion),
  ]
  await db.query({ ...statement, values })
  // After it, also when the batch comes again: a crash in between leaves nobody where he does not stand.
  await restandBidders(
    db,
    bids.filter(({ retractedVersion }) => retractedVersion !== null),
  )
}
