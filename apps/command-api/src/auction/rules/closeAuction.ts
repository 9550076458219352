import { type AuctionFact, isReserveMet } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction, Lot } from './auction.ts'
import { soldTo } from './sale.ts'
import { openingOf } from './timing.ts'
import { noSuchLot, type ScheduleRefusal, type Verdict } from './verdict.ts'

/**
 * Closes a lot whose end in force has come. A lot whose whole life passed while nobody was awake is opened and closed,
 * so that its history is whole.
 */
export function closeAuction(lot: Auction, nowMs: number): Verdict<null, ScheduleRefusal> {
  if (lot === null) return noSuchLot
  if (lot.status === 'completed' || lot.status === 'cancelled') return accept([], null)
  if (nowMs < lot.endsAtMs) return refuse({ code: 'not_due', dueAt: lot.endsAt })
  return accept([...openingOf(lot), ...closingOf(lot)], null)
}

function closingOf(lot: Lot): readonly AuctionFact[] {
  const { lead, price, terms } = lot
  if (lead === null || price === null) return [{ type: 'auction.closed', data: { outcome: 'no_bids' } }]
  const { bidder, bidId } = lead
  if (!isReserveMet(terms.reservePrice, price)) {
    const data = { outcome: 'reserve_not_met' as const, highestBidder: bidder, bidId, price }
    return [{ type: 'auction.closed', data }]
  }
  return [
    { type: 'auction.closed', data: { outcome: 'sold', winner: bidder, bidId, price } },
    soldTo(lot, { saleId: bidId, via: 'hammer', buyer: bidder, price }),
  ]
}
