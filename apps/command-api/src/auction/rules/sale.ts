import type { AuctionFact, Bidder } from '@gavel/event-contracts'
import type { Lot } from './auction.ts'

/** The fact that orders are made from. It stands directly after the one that brought the sale about, in one append. */
export const soldTo = (
  { lotNumber, seller, terms }: Lot,
  sale: { saleId: string; via: 'hammer' | 'buy_now' | 'offer'; buyer: Bidder; price: number },
): AuctionFact => ({ type: 'auction.sold', data: { ...sale, lotNumber, seller, currency: terms.currency } })

/** A purchase at the buy-now price, by the button or by a bid that reached it. It never extends. */
export const purchaseBy = (
  lot: Lot,
  { bidId, buyer, price, via }: { bidId: string; buyer: Bidder; price: number; via: 'button' | 'bid' },
): readonly AuctionFact[] => [
  { type: 'auction.bought_now', data: { bidId, buyer, price, via } },
  soldTo(lot, { saleId: bidId, via: 'buy_now', buyer, price }),
]
