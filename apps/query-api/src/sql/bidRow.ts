import type { BidView } from '@gavel/event-contracts'
import { z } from 'zod'

const bidRow = z.object({
  id: z.string(),
  auction_id: z.string(),
  version: z.number(),
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

export function bidOf(value: unknown): BidView {
  const row = bidRow.parse(value)
  return {
    id: row.id,
    auctionId: row.auction_id,
    version: row.version,
    lotNumber: row.lot_number,
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
