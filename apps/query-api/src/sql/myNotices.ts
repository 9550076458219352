import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { LotPlace } from './myBids.ts'
import type { Queryable } from './queryable.ts'

export const noticeKinds = [
  'outbid',
  'won',
  'lost',
  'reserve_not_met',
  'closing_soon',
  'cancelled',
  'offer',
  'order_to_pay',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

export type NoticePlace = LotPlace & { kind: string }

/** `until`: when what is to be done must be done by, where the lot does not tell. */
export type FoundNotice = { kind: NoticeKind; at: string; until: string | null; lot: LotView }

/**
 * What there is to tell a member at $2, of the lots he bid on and those he watches, newest first. Nothing of it is
 * stored: it is what the tables say. Outbid dates from the entry that overtook his own; the first after it that leads.
 * A lot that does not show his newest entry yet does not say who leads. The order of a sale has the sale's id.
 */
const statement = {
  name: 'my-notices',
  text: `
    with mine as (
      select auction_id, newest_version, at from standings where bidder_id = $1
      union all
      select auction_id, null, null from watches where user_id = $1 and watching
    ), concern as (
      select auction_id, max(newest_version) as newest_version, max(at) as bid_at from mine group by auction_id
    )
    select ${lotColumns}, notice.kind, notice.at as notice_at, notice.until as notice_until
    from concern
    join lots on lots.id = concern.auction_id
    cross join lateral (
      select
        lots.status = 'active' and lots.ends_at > $2 as is_open,
        concern.newest_version is not null as has_bid,
        lots.leader_id is not distinct from $1 as leads,
        case
          when lots.sale is not null then (lots.sale->'buyer'->>'id')::uuid = $1 and not (lots.sale->>'failed')::boolean
          else lots.outcome in ('sold', 'bought_now') and lots.leader_id is not distinct from $1
        end as has_bought
    ) as is_so
    cross join lateral (
      select 'outbid' as kind, coalesce(
        (
          select bids.at
          from bids
          where bids.auction_id = lots.id
            and bids.version > concern.newest_version
            and bids.leads
            and bids.bidder_id <> $1
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
      where is_so.is_open and lots.ends_at - interval '15 minutes' <= $2
      union all
      select 'offer', (lots.offer->>'madeAt')::timestamptz, null
      where (lots.offer->'to'->>'id')::uuid = $1 and (lots.offer->>'expiresAt')::timestamptz > $2
      union all
      select 'order_to_pay', orders.created_at, orders.payable_until
      from orders
      where is_so.has_bought
        and orders.id = (lots.sale->>'saleId')::uuid
        and orders.status = 'created'
        and orders.payable_until > $2
    ) as notice
    where (notice.at, lots.id, notice.kind) < ($3, $4, $5)
    order by notice.at desc, lots.id desc, notice.kind desc
    limit $6`,
}

const noticeRow = z
  .object({ kind: z.enum(noticeKinds), notice_at: z.date(), notice_until: z.date().nullable() })
  .transform(({ kind, notice_at: at, notice_until: until }) => ({
    kind,
    at: at.toISOString(),
    until: until?.toISOString() ?? null,
  }))

export async function myNotices(
  db: Queryable,
  userId: string,
  { now, before, limit }: { now: Date; before: NoticePlace; limit: number },
): Promise<readonly FoundNotice[]> {
  const values = [userId, now, before.at, before.auctionId, before.kind, limit]
  const { rows } = await db.query({ ...statement, values })
  return rows.map((row) => ({ ...noticeRow.parse(row), lot: lotOf(row) }))
}
