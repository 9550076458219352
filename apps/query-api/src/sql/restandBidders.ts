import type { BidView } from '@gavel/event-contracts'
import type { Queryable } from './queryable.ts'

/**
 * Rare, so it may walk a lot's bids backwards to the bidder's newest that counts. A standing newer than the retractions
 * has nothing to do with them: perhaps another instance wrote it after this statement began to look.
 */
const statement = {
  name: 'restand-bidders',
  text: `
    with bidder as (
      select bidder_id, auction_id, max(version) as retracted_version
      from unnest($1::uuid[], $2::uuid[], $3::integer[]) as retracted (bidder_id, auction_id, version)
      group by bidder_id, auction_id
    ), newest as materialized (
      select
        bidder.bidder_id, bidder.auction_id, bidder.retracted_version, bid.amount, bid.maximum, bid.version, bid.at
      from bidder
      left join lateral (
        select amount, maximum, version, at
        from bids
        where bids.auction_id = bidder.auction_id
          and bids.bidder_id = bidder.bidder_id
          and bids.retracted_version is null
        order by bids.version desc
        limit 1
      ) as bid on true
    ), gone as (
      delete from standings
      using newest
      where standings.bidder_id = newest.bidder_id
        and standings.auction_id = newest.auction_id
        and newest.version is null
        and standings.newest_version < newest.retracted_version
    )
    insert into standings (bidder_id, auction_id, amount, maximum, newest_version, at)
    select bidder_id, auction_id, amount, maximum, version, at
    from newest
    where version is not null
    order by bidder_id, auction_id
    on conflict (bidder_id, auction_id) do update set
      amount = excluded.amount,
      maximum = excluded.maximum,
      newest_version = excluded.newest_version,
      at = excluded.at
    where standings.newest_version < (
      select retracted_version
      from newest
      where newest.bidder_id = excluded.bidder_id and newest.auction_id = excluded.auction_id
    )`,
}

/** Puts the bidders of these retracted bids where their other bids leave them; who has none stands nowhere. */
export async function restandBidders(db: Queryable, retracted: readonly BidView[]): Promise<void> {
  if (retracted.length === 0) return
  const values = [
    retracted.map(({ bidder }) => bidder.id),
    retracted.map(({ auctionId }) => auctionId),
    retracted.map(({ retractedVersion }) => retractedVersion),
  ]
  await db.query({ ...statement, values })
}
