import type { LotView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

/** When one opens or closes, the list of those watched most is told in the same statement; bids do not touch it. */
const statement = {
  name: 'save-lots',
  text: `
    with saved as (
      insert into lots (
        id, version, lot_number, title, description, category, images, currency, starting_price, price, minimum_bid,
        buy_now_price, status, outcome, starts_at, ends_at, bid_count, leader_id, leader_paddle_number, leader_alias,
        seller_id, seller_username, seller_paddle_number, created_at, updated_at, reserve_price, reserve_met,
        buy_now_available, soft_close, extensions, retracted_count, sale, offer, ended_at, cancel_reason
      )
      select * from unnest(
        $1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[],
        $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::timestamptz[],
        $16::timestamptz[], $17::integer[], $18::uuid[], $19::integer[], $20::integer[], $21::uuid[], $22::text[],
        $23::integer[], $24::timestamptz[], $25::timestamptz[], $26::bigint[], $27::boolean[], $28::boolean[],
        $29::jsonb[], $30::integer[], $31::integer[], $32::jsonb[], $33::jsonb[], $34::timestamptz[], $35::text[]
      )
      on conflict (id) do update set
        version = excluded.version,
        title = excluded.title,
        description = excluded.description,
        category = excluded.category,
        images = excluded.images,
        currency = excluded.currency,
        starting_price = excluded.starting_price,
        price = excluded.price,
        minimum_bid = excluded.minimum_bid,
        buy_now_price = excluded.buy_now_price,
        status = excluded.status,
        outcome = excluded.outcome,
        starts_at = excluded.starts_at,
        ends_at = excluded.ends_at,
        bid_count = excluded.bid_count,
        leader_id = excluded.leader_id,
        leader_paddle_number = excluded.leader_paddle_number,
        leader_alias = excluded.leader_alias,
        updated_at = excluded.updated_at,
        reserve_price = excluded.reserve_price,
        reserve_met = excluded.reserve_met,
        buy_now_available = excluded.buy_now_available,
        soft_close = excluded.soft_close,
        extensions = excluded.extensions,
        retracted_count = excluded.retracted_count,
        sale = excluded.sale,
        offer = excluded.offer,
        ended_at = excluded.ended_at,
        cancel_reason = excluded.cancel_reason
      where lots.version < excluded.version
      returning new.id, new.status = 'active' as is_open, coalesce(old.status = 'active', false) as was_open
    )
    insert into watch_counts (auction_id, watch_count, is_open)
    select id, 0, is_open
    from saved
    where is_open <> was_open
    order by id
    on conflict (auction_id) do update set is_open = excluded.is_open`,
}

/** Stores those views that are newer than what is stored. */
export async function saveLots(db: Queryable, received: readonly LotView[]): Promise<void> {
  const lots = newestById(received)
  if (lots.length === 0) return
  const values = [
    lots.map((lot) => lot.id),
    lots.map((lot) => lot.version),
    lots.map((lot) => lot.lotNumber),
    lots.map((lot) => lot.title),
    lots.map((lot) => lot.description),
    lots.map((lot) => lot.category),
    lots.map((lot) => JSON.stringify(lot.images)),
    lots.map((lot) => lot.currency),
    lots.map((lot) => lot.startingPrice),
    lots.map((lot) => lot.price),
    lots.map((lot) => lot.minimumBid),
    lots.map((lot) => lot.buyNowPrice),
    lots.map((lot) => lot.status),
    lots.map((lot) => lot.outcome),
    lots.map((lot) => lot.startsAt),
    lots.map((lot) => lot.endsAt),
    lots.map((lot) => lot.bidCount),
    lots.map((lot) => lot.leader?.id ?? null),
    lots.map((lot) => lot.leader?.paddleNumber ?? null),
    lots.map((lot) => lot.leader?.alias ?? null),
    lots.map((lot) => lot.seller.id),
    lots.map((lot) => lot.seller.username),
    lots.map((lot) => lot.seller.paddleNumber),
    lots.map((lot) => lot.createdAt),
    lots.map((lot) => lot.updatedAt),
    lots.map((lot) => lot.reservePrice),
    lots.map((lot) => lot.reserveMet),
    lots.map((lot) => lot.buyNowAvailable),
    lots.map((lot) => jsonOrNull(lot.softClose)),
    lots.map((lot) => lot.extensions),
    lots.map((lot) => lot.retractedCount),
    lots.map((lot) => jsonOrNull(lot.sale)),
    lots.map((lot) => jsonOrNull(lot.offer)),
    lots.map((lot) => lot.endedAt),
    lots.map((lot) => lot.cancelReason),
  ]
  await db.query({ ...statement, values })
}

/** No value, rather than JSON's own null. */
const jsonOrNull = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
