import type { BidView } from '@gavel/event-contracts'
import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'load-bids',
  text: `
    select bid_views.*
    from unnest($1::uuid[], $2::integer[]) as seen (auction_id, version)
    join bid_views using (auction_id, version)
    order by auction_id, version`,
}

/** Rare, so no index of its own: a lot's bids lie together by the primary key. */
const byIdStatement = {
  name: 'load-bids-by-id',
  text: 'select * from bid_views where auction_id = $1 and id = any($2::uuid[]) order by version',
}

const afterStatement = {
  name: 'bids-after',
  text: 'select * from bid_views where auction_id = $1 and version > $2 order by version limit $3',
}

const bidRow = z.object({
  auction_id: z.string(),
  version: z.number(),
  id: z.string(),
  lot_number: z.number(),
  bidder_id: z.string(),
  paddle_number: z.number(),
  alias: z.number(),
  type: z.enum(['exact', 'max', 'buy_now']),
  amount: z.number(),
  maximum: z.number(),
  leads: z.boolean(),
  auto: z.boolean(),
  at: z.date(),
  retracted_version: z.number().nullable(),
})

/** The stored bids of these events, ascending by version in each lot; events that placed none have none. */
export async function loadBids(
  db: Queryable,
  places: readonly { auctionId: string; version: number }[],
): Promise<readonly BidView[]> {
  if (places.length === 0) return []
  const values = [places.map(({ auctionId }) => auctionId), places.map(({ version }) => version)]
  const { rows } = await db.query({ ...statement, values })
  return rows.map(bidOf)
}

/** Those of a lot's stored bids that have one of these ids, ascending by version. */
export async function loadBidsById(
  db: Queryable,
  auctionId: string,
  bidIds: readonly string[],
): Promise<readonly BidView[]> {
  const { rows } = await db.query({ ...byIdStatement, values: [auctionId, bidIds] })
  return rows.map(bidOf)
}

/** A page of a lot's stored bids, ascending by version, those after one. */
export async function bidsAfter(
  db: Queryable,
  auctionId: string,
  version: number,
  limit: number,
): Promise<readonly BidView[]> {
  const { rows } = await db.query({ ...afterStatement, values: [auctionId, version, limit] })
  return rows.map(bidOf)
}

function bidOf(value: unknown): BidView {
  const row = bidRow.parse(value)
  return {
    id: row.id,
    auctionId: row.auction_id,
    lotNumber: row.lot_number,
    version: row.version,
    bidder: { id: row.bidder_id, paddleNumber: row.paddle_number, alias: row.alias },
    type: row.type,
    amount: row.amount,
    maximum: row.maximum,
    leads: row.leads,
    auto: row.auto,
    at: row.at.toISOString(),
    retractedVersion: row.retracted_version,
  }
}
