import { type LotView, softClose, viewedOffer, viewedSale } from '@gavel/event-contracts'
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
  reservePrice: amount.nullable(),
  reserveMet: z.boolean(),
  buyNowAvailable: z.boolean(),
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']),
  outcome: z.enum(['sold', 'bought_now', 'reserve_not_met', 'no_bids']).nullable(),
  startsAt: instant,
  endsAt: instant,
  softClose: softClose.nullable(),
  extensions: z.number(),
  bidCount: z.number(),
  retractedCount: z.number(),
  sale: viewedSale.nullable(),
  offer: viewedOffer.nullable(),
  endedAt: instant.nullable(),
  cancelReason: z.string().nullable(),
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
  lots.seller_paddle_number as "sellerPaddleNumber", lots.created_at as "createdAt", lots.updated_at as "updatedAt",
  lots.reserve_price as "reservePrice", lots.reserve_met as "reserveMet",
  lots.buy_now_available as "buyNowAvailable", lots.soft_close as "softClose", lots.extensions,
  lots.retracted_count as "retractedCount", lots.sale, lots.offer, lots.ended_at as "endedAt",
  lots.cancel_reason as "cancelReason"`

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
