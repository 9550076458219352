import type { LotView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-lots',
  text: `
    insert into lots (
      id, version, lot_number, title, description, category, images, currency, starting_price, price, minimum_bid,
      buy_now_price, status, outcome, starts_at, ends_at, bid_count, leader_id, leader_paddle_number, leader_alias,
      seller_id, seller_username, seller_paddle_number, created_at, updated_at
    )
    select * from unnest(
      $1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[],
      $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::timestamptz[],
      $16::timestamptz[], $17::integer[], $18::uuid[], $19::integer[], $20::integer[], $21::uuid[], $22::text[],
      $23::integer[], $24::timestamptz[], $25::timestamptz[]
    )
    on conflict (id) do update set
      version = excluded.version,
      title = excluded.title,
      description = excluded.description,
      category = excluded.category,
      images = excluded.images,
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
      updated_at = excluded.updated_at
    where lots.version < excluded.version`,
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
  ]
  await db.query({ ...statement, values })
}
