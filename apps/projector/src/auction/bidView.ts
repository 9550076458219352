import type { AuctionEvent, BidView } from '@gavel/event-contracts'
import { aliased } from './fold/aliases.ts'
import type { LotProjection } from './lotProjection.ts'

/** The entry that an event made in the list of `lot`, which has the event folded in; undefined for other events. */
export function bidViewOf(lot: LotProjection, event: AuctionEvent): BidView | undefined {
  const place = {
    auctionId: event.auctionId,
    lotNumber: lot.view.lotNumber,
    version: event.version,
    at: event.occurredAt,
    retractedVersion: null,
  }
  switch (event.type) {
    case 'bid.placed': {
      const { bidId, bidder, type, amount, maximum, leads, auto } = event.data
      return { ...place, id: bidId, bidder: aliased(lot, bidder), type, amount, maximum, leads, auto }
    }
    case 'auction.bought_now': {
      const { bidId, buyer, price } = event.data
      const entry = { type: 'buy_now' as const, amount: price, maximum: price, leads: true, auto: false }
      return { ...place, ...entry, id: bidId, bidder: aliased(lot, buyer) }
    }
    default:
      return undefined
  }
}
