import { incrementTable, metadata } from '@gavel/event-contracts'
import { z } from 'zod'
import { type LotProjection, minimumBid } from '../auction/lotProjection.ts'

const instant = z.date().transform((date) => date.toISOString())

export const lotRow = z.object({
  id: z.string(),
  version: z.number(),
  lot_number: z.number(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  images: z.array(z.string()),
  currency: z.string(),
  starting_price: z.number(),
  buy_now_price: z.number().nullable(),
  increments: incrementTable,
  starts_at: instant,
  ends_at: instant,
  seller_id: z.string(),
  seller_username: z.string(),
  seller_paddle_number: z.number(),
  created_at: instant,
  status: z.enum(['scheduled', 'active', 'completed']),
  outcome: z.enum(['sold', 'bought_now', 'no_bids']).nullable(),
  price: z.number(),
  bid_count: z.number(),
  bidder_count: z.number(),
  leader_id: z.string().nullable(),
  leader_paddle_number: z.number().nullable(),
  leader_alias: z.number().nullable(),
  updated_at: instant,
  metadata,
  aliases: z.record(z.string(), z.number()).nullable(),
})

type LotRow = z.output<typeof lotRow>

function leaderOf(row: LotRow): LotProjection['view']['leader'] {
  const { leader_id: id, leader_paddle_number: paddleNumber, leader_alias: alias } = row
  return id === null || paddleNumber === null || alias === null ? null : { id, paddleNumber, alias }
}

export function projectionOf(row: LotRow): LotProjection {
  return {
    view: {
      id: row.id,
      lotNumber: row.lot_number,
      version: row.version,
      title: row.title,
      description: row.description,
      category: row.category,
      images: row.images,
      currency: row.currency,
      startingPrice: row.starting_price,
      price: row.price,
      minimumBid: minimumBid(row.increments, row.starting_price, row.bid_count === 0 ? null : row.price),
      buyNowPrice: row.buy_now_price,
      status: row.status,
      outcome: row.outcome,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      bidCount: row.bid_count,
      leader: leaderOf(row),
      seller: { id: row.seller_id, username: row.seller_username, paddleNumber: row.seller_paddle_number },
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    increments: row.increments,
    bidderCount: row.bidder_count,
    aliases: new Map(Object.entries(row.aliases ?? {})),
    metadata: row.metadata,
  }
}
