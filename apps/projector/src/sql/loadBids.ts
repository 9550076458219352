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

const bidRow = z.object({
  auction_id: z.string(),
  version: z.number(),
  id: z.string(),
  lot_number: z.number(),
  bidder_id: z.string(),
  paddle_number: z.number(),
  alias: z.number(),
  type: z.enum(['exact', 'buy_now']),
  amount: z.number(),
  at: z.date(),
})

/** The stored bids of these events, ascending by version in each lot; events that placed none have none. */
export async function loadBids(
  db: Queryable,
  places: readonly { auctionId: string; version: number }[],
): Promise<readonly BidView[]> {
  if (places.length === 0) return []
  const values = [places.map(({ auctionId }) => auctionId), places.map(({ version }) => version)]
  const { rows } = await db.query({ ...statement, values })
  return rows
    .map((row) => bidRow.parse(row))
    .map((row) => ({
      id: row.id,
      auctionId: row.auction_id,
      lotNumber: row.lot_number,
      version: row.version,
      bidder: { id: row.bidder_id, paddleNumber: row.paddle_number, alias: row.alias },
      type: row.type,
      amount: row.amount,
      at: row.at.toISOString(),
    }))
}
