import type { AuctionEvent, FactData, LotView } from '@gavel/event-contracts'
import { afterPrice } from './prices.ts'
import type { LotProjection } from './projection.ts'

export function listed(event: AuctionEvent): LotProjection {
  if (event.type !== 'auction.listed') throw new Error(`lot ${event.auctionId} begins with ${event.type}`)
  const { increments, buyNowPolicy, ...listing } = event.data
  const view = {
    ...listing,
    id: event.auctionId,
    version: event.version,
    price: listing.startingPrice,
    status: 'scheduled' as const,
    outcome: null,
    extensions: 0,
    bidCount: 0,
    retractedCount: 0,
    leader: null,
    sale: null,
    offer: null,
    endedAt: null,
    cancelReason: null,
    createdAt: event.occurredAt,
    updatedAt: event.occurredAt,
  }
  return {
    view: { ...view, ...afterPrice(view, { increments, buyNowPolicy }) },
    increments,
    buyNowPolicy,
    bidderCount: 0,
    aliases: new Map(),
    metadata: event.metadata,
  }
}

export function revised(lot: LotProjection, terms: FactData<'auction.revised'>): LotProjection {
  const { increments, buyNowPolicy, ...changes } = terms
  const { view } = lot
  const price = view.bidCount === 0 ? terms.startingPrice : view.price
  const after: LotView = { ...view, ...changes, price }
  return {
    ...lot,
    increments,
    buyNowPolicy,
    view: { ...after, ...afterPrice(after, { increments, buyNowPolicy }) },
  }
}
