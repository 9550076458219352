import type { AuctionEvent, BidView } from '@gavel/event-contracts'
import type { LotProjection } from './lotProjection.ts'

/** The bid that an event placed, as it stands in the list of `lot`, which has the event folded in; undefined for other events. */
export function bidViewOf(lot: LotProjection, event: AuctionEvent): BidView | undefined {
  switch (event.type) {
    case 'bid.placed':
      return bidView(lot, event, event.data.bidId, event.data.bidder, event.data.type, event.data.amount)
    case 'auction.bought_now':
      return bidView(lot, event, event.data.bidId, event.data.buyer, 'buy_now', event.data.price)
    default:
      return undefined
  }
}

function bidView(
  lot: LotProjection,
  event: AuctionEvent,
  id: string,
  bidder: { id: string; paddleNumber: number },
  type: BidView['type'],
  amount: number,
): BidView {
  const alias = lot.aliases.get(bidder.id)
  if (alias === undefined) throw new Error(`lot ${event.auctionId} has no alias for a bidder of event ${event.version}`)
  return {
    id,
    auctionId: event.auctionId,
    lotNumber: lot.view.lotNumber,
    version: event.version,
    bidder: { ...bidder, alias },
    type,
    amount,
    at: event.occurredAt,
  }
}
