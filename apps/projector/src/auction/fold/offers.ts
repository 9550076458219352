import type { FactData } from '@gavel/event-contracts'
import { aliased } from './aliases.ts'
import type { LotProjection } from './projection.ts'

export function withOffer(lot: LotProjection, data: FactData<'offer.made'>, madeAt: string): LotProjection {
  return { ...lot, view: { ...lot.view, offer: { ...data, to: aliased(lot, data.to), madeAt } } }
}

/** The sale has the offer's price; the lot's stays what the auction came to. */
export function withOfferTaken(lot: LotProjection): LotProjection {
  const { offer } = lot.view
  if (offer === null) throw new Error(`lot ${lot.view.id} has an offer accepted that was not made`)
  const { offerId: saleId, to: buyer, price } = offer
  return { ...lot, view: { ...lot.view, offer: null, sale: { saleId, via: 'offer', buyer, price, failed: false } } }
}
