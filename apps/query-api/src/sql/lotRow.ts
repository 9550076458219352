import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'

/** pg gives amounts as numbers, Prisma as bigints; they are safe integers since the edge checked them. */
const amount = z.union([z.number(), z.bigint().transform(Number)])
const instant = z.date().transform((date) => date.toISOString())

const lotRow = z.object({
  id: z.string(),
  version: z.number(),
  lotNumber: z.number(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  images: z.array(z.string()),
  currency: z.string(),
  startingPrice: amount,
  price: amount,
  minimumBid: amount,
  buyNowPrice: amount.nullable(),
  status: z.enum(['scheduled', 'active', 'completed']),
  outcome: z.enum(['sold', 'bought_now', 'no_bids']).nullable(),
  startsAt: instant,
  endsAt: instant,
  bidCount: z.number(),
  leaderId: z.string().nullable(),
  leaderPaddleNumber: z.number().nullable(),
  leaderAlias: z.number().nullable(),
  sellerId: z.string(),
  sellerUsername: z.string(),
  sellerPaddleNumber: z.number(),
  createdAt: instant,
  updatedAt: instant,
})

/** For statements: the columns of `lots` by the names that Prisma gives them. */
export const lotColumns = `
  lots.id, lots.version, lots.lot_number as "lotNumber", lots.title, lots.description, lots.category, lots.images,
  lots.currency, lots.starting_price as "startingPrice", lots.price, lots.minimum_bid as "minimumBid",
  lots.buy_now_price as "buyNowPrice", lots.status, lots.outcome, lots.starts_at as "startsAt",
  lots.ends_at as "endsAt", lots.bid_count as "bidCount", lots.leader_id as "leaderId",
  lots.leader_paddle_number as "leaderPaddleNumber", lots.leader_alias as "leaderAlias",
  lots.seller_id as "sellerId", lots.seller_username as "sellerUsername",
  lots.seller_paddle_number as "sellerPaddleNumber", lots.created_at as "createdAt", lots.updated_at as "updatedAt"`

/** A row of `lots`, whether of pg or of Prisma, as the view it was made from. */
export function lotOf(row: unknown): LotView {
  const {
    leaderId,
    leaderPaddleNumber: paddleNumber,
    leaderAlias: alias,
    sellerId,
    sellerUsername,
    sellerPaddleNumber,
    ...facts
  } = lotRow.parse(row)
  return {
    ...facts,
    leader: leaderId === null || paddleNumber === null || alias === null ? null : { id: leaderId, paddleNumber, alias },
    seller: { id: sellerId, username: sellerUsername, paddleNumber: sellerPaddleNumber },
  }
}
