import type { FactData, OrderFact } from '@gavel/event-contracts'
import type { Lot, Sale } from '../../auction/rules/auction.ts'
import { paymentMs } from '../../auction/rules/failSale.ts'

export type SoldLot = Pick<FactData<'auction.sold'>, 'lotNumber' | 'via' | 'buyer' | 'price' | 'currency'> & {
  auctionId: string
  sellerId: string
  soldAtMs: number
}

/** The order of a sale, to be paid as long as the seller has to wait. */
export function orderOf({ soldAtMs, buyer, price: total, currency, ...lot }: SoldLot): OrderFact {
  const { auctionId, lotNumber, sellerId, via } = lot
  const item = { kind: 'lot' as const, auctionId, lotNumber, sellerId, via }
  const payableUntil = new Date(soldAtMs + paymentMs).toISOString()
  return { type: 'order.created', data: { buyer, item, total, currency, payableUntil } }
}

/** The same from the lot as it stands. */
export const soldLot = (auctionId: string, { lotNumber, seller, terms }: Lot, sale: Sale): SoldLot => ({
  auctionId,
  lotNumber,
  sellerId: seller.id,
  via: sale.via,
  buyer: sale.buyer,
  price: sale.price,
  currency: terms.currency,
  soldAtMs: sale.atMs,
})
