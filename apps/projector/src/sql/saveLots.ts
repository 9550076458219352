import type { LotProjection } from '../auction/lotProjection.ts'
import type { Queryable } from './queryable.ts'

/**
 * Rows are taken in the order of ids, so that two projectors (both have the partition for a moment in a rebalance) wait
 * for each other and never in a circle. Whoever is behind changes nothing; whoever is ahead may well write over the
 * other's version, as the fold of a log has one result only.
 */
const statement = {
  name: 'save-lots',
  text: `
    insert into lots (
      id, version, lot_number, title, description, category, images, currency, starting_price, buy_now_price,
      increments, starts_at, ends_at, seller_id, seller_username, seller_paddle_number, created_at,
      status, outcome, price, bid_count, bidder_count, leader_id, leader_paddle_number, leader_alias,
      updated_at, metadata, reserve_price, buy_now_policy, soft_close, extensions, retracted_count, sale, offer,
      ended_at, cancel_reason
    )
    select * from unnest(
      $1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[],
      $9::bigint[], $10::bigint[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[], $14::uuid[], $15::text[],
      $16::integer[], $17::timestamptz[], $18::text[], $19::text[], $20::bigint[], $21::integer[], $22::integer[],
      $23::uuid[], $24::integer[], $25::integer[], $26::timestamptz[], $27::jsonb[], $28::bigint[], $29::text[],
      $30::jsonb[], $31::integer[], $32::integer[], $33::jsonb[], $34::jsonb[], $35::timestamptz[], $36::text[]
    ) as lot (id)
    order by lot.id
    on conflict (id) do update set
      version = excluded.version,
      title = excluded.title,
      description = excluded.description,
      category = excluded.category,
      images = excluded.images,
      currency = excluded.currency,
      starting_price = excluded.starting_price,
      buy_now_price = excluded.buy_now_price,
      increments = excluded.increments,
      starts_at = excluded.starts_at,
      ends_at = excluded.ends_at,
      status = excluded.status,
      outcome = excluded.outcome,
      price = excluded.price,
      bid_count = excluded.bid_count,
      bidder_count = excluded.bidder_count,
      leader_id = excluded.leader_id,
      leader_paddle_number = excluded.leader_paddle_number,
      leader_alias = excluded.leader_alias,
      updated_at = excluded.updated_at,
      metadata = excluded.metadata,
      reserve_price = excluded.reserve_price,
      buy_now_policy = excluded.buy_now_policy,
      soft_close = excluded.soft_close,
      extensions = excluded.extensions,
      retracted_count = excluded.retracted_count,
      sale = excluded.sale,
      offer = excluded.offer,
      ended_at = excluded.ended_at,
      cancel_reason = excluded.cancel_reason
    where lots.version < excluded.version`,
}

export async function saveLots(db: Queryable, lots: readonly LotProjection[]): Promise<void> {
  const views = lots.map((lot) => lot.view)
  const values = [
    views.map((view) => view.id),
    views.map((view) => view.version),
    views.map((view) => view.lotNumber),
    views.map((view) => view.title),
    views.map((view) => view.description),
    views.map((view) => view.category),
    views.map((view) => JSON.stringify(view.images)),
    views.map((view) => view.currency),
    views.map((view) => view.startingPrice),
    views.map((view) => view.buyNowPrice),
    lots.map((lot) => JSON.stringify(lot.increments)),
    views.map((view) => view.startsAt),
    views.map((view) => view.endsAt),
    views.map((view) => view.seller.id),
    views.map((view) => view.seller.username),
    views.map((view) => view.seller.paddleNumber),
    views.map((view) => view.createdAt),
    views.map((view) => view.status),
    views.map((view) => view.outcome),
    views.map((view) => view.price),
    views.map((view) => view.bidCount),
    lots.map((lot) => lot.bidderCount),
    views.map((view) => view.leader?.id ?? null),
    views.map((view) => view.leader?.paddleNumber ?? null),
    views.map((view) => view.leader?.alias ?? null),
    views.map((view) => view.updatedAt),
    lots.map((lot) => JSON.stringify(lot.metadata)),
    views.map((view) => view.reservePrice),
    lots.map((lot) => lot.buyNowPolicy),
    views.map((view) => jsonOrNull(view.softClose)),
    views.map((view) => view.extensions),
    views.map((view) => view.retractedCount),
    views.map((view) => jsonOrNull(view.sale)),
    views.map((view) => jsonOrNull(view.offer)),
    views.map((view) => view.endedAt),
    views.map((view) => view.cancelReason),
  ]
  await db.query({ ...statement, values })
}

/** No value, rather than JSON's own null. */
const jsonOrNull = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))
