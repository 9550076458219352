import { buyNowPolicy, incrementTable, metadata, softClose, viewedOffer, viewedSale } from '@gavel/event-contracts'
import { z } from 'zod'
import { afterPrice } from '../auction/fold/prices.ts'
import type { LotProjection } from '../auction/lotProjection.ts'

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
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']),
  outcome: z.enum(['sold', 'bought_now', 'reserve_not_met', 'no_bids']).nullable(),
  price: z.number(),
  bid_count: z.number(),
  bidder_count: z.number(),
  leader_id: z.string().nullable(),
  leader_paddle_number: z.number().nullable(),
  leader_alias: z.number().nullable(),
  updated_at: instant,
  metadata,
  reserve_price: z.number().nullable(),
  buy_now_policy: buyNowPolicy,
  soft_close: softClose.nullable(),
  extensions: z.number(),
  retracted_count: z.number(),
  sale: viewedSale.nullable(),
  offer: viewedOffer.nullable(),
  ended_at: instant.nullable(),
  cancel_reason: z.string().nullable(),
  aliases: z.record(z.string(), z.number()).nullable(),
})

type LotRow = z.output<typeof lotRow>

function leaderOf(row: LotRow): LotProjection['view']['leader'] {
  const { leader_id: id, leader_paddle_number: paddleNumber, leader_alias: alias } = row
  return id === null || paddleNumber === null || alias === null ? null : { id, paddleNumber, alias }
}

export function projectionOf(row: LotRow): LotProjection {
  const terms = { increments: row.increments, buyNowPolicy: row.buy_now_policy }
  const view = {
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
    reservePrice: row.reserve_price,
    buyNowPrice: row.buy_now_price,
    status: row.status,
    outcome: row.outcome,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    softClose: row.soft_close,
    extensions: row.extensions,
    bidCount: row.bid_count,
    retractedCount: row.retracted_count,
    leader: leaderOf(row),
    sale: row.sale,
    offer: row.offer,
    endedAt: row.ended_at,
    cancelReason: row.cancel_reason,
    seller: { id: row.seller_id, username: row.seller_username, paddleNumber: row.seller_paddle_number },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
  return {
    view: { ...view, ...afterPrice(view, terms) },
    ...terms,
    bidderCount: row.bidder_count,
    aliases: new Map(Object.entries(row.aliases ?? {})),
    metadata: row.metadata,
  }
}
