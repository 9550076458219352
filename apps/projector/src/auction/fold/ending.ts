import type { FactData } from '@gavel/event-contracts'
import { aliased, introduced } from './aliases.ts'
import { priced } from './prices.ts'
import type { LotProjection } from './projection.ts'

/** A purchase counts as a bid, and its buyer leads. */
export function bought(
  lot: LotProjection,
  { bidId: saleId, buyer: bidder, price }: FactData<'auction.bought_now'>,
  endedAt: string,
): LotProjection {
  const known = introduced(lot, bidder)
  const buyer = aliased(known, bidder)
  return priced(known, {
    price,
    bidCount: lot.view.bidCount + 1,
    leader: buyer,
    status: 'completed',
    outcome: 'bought_now',
    endedAt,
    sale: { saleId, via: 'buy_now', buyer, price, failed: false },
  })
}

export function closed(lot: LotProjection, data: FactData<'auction.closed'>, endedAt: string): LotProjection {
  const ended = priced(lot, { status: 'completed', outcome: data.outcome, endedAt })
  if (data.outcome !== 'sold') return ended
  const buyer = aliased(lot, data.winner)
  const sale = { saleId: data.bidId, via: 'hammer' as const, buyer, price: data.price, failed: false }
  return { ...ended, view: { ...ended.view, sale } }
}

export const cancelled = (
  lot: LotProjection,
  { reason }: FactData<'auction.cancelled'>,
  endedAt: string,
): LotProjection => priced(lot, { status: 'cancelled', cancelReason: reason, endedAt })
