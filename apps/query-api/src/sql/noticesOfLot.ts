export const noticeKinds = [
  'outbid',
  'won',
  'lost',
  'reserve_not_met',
  'closing_soon',
  'cancelled',
  'offer',
  'order_to_pay',
  'sold',
  'unsold',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/**
 * What there is to tell of a lot, for statements that have `lots` and `concern`: the member's newest entry in it and
 * when he made that, null when he only watches. Nothing of it is stored: it is what the tables say. Outbid dates from
 * the entry that overtook his own; the first after it that leads. A lot that does not show his newest entry yet does not
 * say who leads. The order of a sale has the sale's id. A seller is told what became of his lot, and of the rest nothing
 * unless `when`. Where there is nothing to tell one row has none.
 */
export const noticesOfLot = ({ userId, now, when }: { userId: string; now: string; when: string }): string => `
    cross join lateral (
      select
        lots.status = 'active' and lots.ends_at > ${now} as is_open,
        concern.newest_version is not null as has_bid,
        lots.leader_id is not distinct from ${userId} as leads,
        case
          when lots.sale is not null then (lots.sale->'buyer'->>'id')::uuid = ${userId} and not (lots.sale->>'failed')::boolean
          else lots.outcome in ('sold', 'bought_now') and lots.leader_id is not distinct from ${userId}
        end as has_bought,
        case
          when lots.sale is not null then not (lots.sale->>'failed')::boolean
          else lots.outcome in ('sold', 'bought_now')
        end as is_sold
    ) as is_so
    left join lateral (
      select 'outbid' as kind, coalesce(
        (
          select bids.at
          from bids
          where bids.auction_id = lots.id
            and bids.version > concern.newest_version
            and bids.leads
            and bids.bidder_id <> ${userId}
            and bids.retracted_version is null
          order by bids.version
          limit 1
        ),
        concern.bid_at
      ) as at, null::timestamptz as until
      where is_so.has_bid and is_so.is_open and not is_so.leads and lots.version >= concern.newest_version
      union all
      select
        case
          when is_so.has_bought then 'won'
          when lots.outcome = 'reserve_not_met' and is_so.leads and lots.sale is null then 'reserve_not_met'
          else 'lost'
        end,
        lots.ended_at,
        null
      where is_so.has_bid and lots.status = 'completed'
      union all
      select 'cancelled', lots.ended_at, null where lots.status = 'cancelled'
      union all
      select 'closing_soon', greatest(lots.starts_at, lots.ends_at - interval '15 minutes'), null
      where is_so.is_open and lots.ends_at - interval '15 minutes' <= ${now}
      union all
      select 'offer', (lots.offer->>'madeAt')::timestamptz, null
      where (lots.offer->'to'->>'id')::uuid = ${userId} and (lots.offer->>'expiresAt')::timestamptz > ${now}
      union all
      select 'order_to_pay', orders.created_at, orders.payable_until
      from orders
      where is_so.has_bought
        and orders.id = (lots.sale->>'saleId')::uuid
        and orders.status = 'created'
        and orders.payable_until > ${now}
      union all
      select case when is_so.is_sold then 'sold' else 'unsold' end, lots.ended_at, null
      where lots.seller_id = ${userId} and lots.status = 'completed'
    ) as notice on notice.kind in ('sold', 'unsold') or ${when}`
