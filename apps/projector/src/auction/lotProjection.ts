import type { AuctionEvent } from '@gavel/event-contracts'
import { withBid, withoutBids } from './fold/bids.ts'
import { bought, cancelled, closed } from './fold/ending.ts'
import { listed, revised } from './fold/listing.ts'
import { withOffer, withOfferTaken } from './fold/offers.ts'
import type { LotProjection } from './fold/projection.ts'
import { MissingEvents } from './missingEvents.ts'

export type { LotProjection } from './fold/projection.ts'

/**
 * Folds one event into the lot; one that is in it already changes nothing. Equal logs give equal projections, wherever
 * batches begin and end: that is what lets two projectors write the same lot.
 *
 * @throws MissingEvents when events between the lot's version and this one were not folded.
 * @throws Error when the event cannot follow: the log is broken.
 */
export function evolve(lot: LotProjection | undefined, event: AuctionEvent): LotProjection {
  const version = lot?.view.version ?? 0
  if (event.version > version + 1) throw new MissingEvents(`lot ${event.auctionId}`, version, event.version)
  if (lot === undefined) return listed(event)
  if (event.version <= version) return lot
  return folded(
    {
      ...lot,
      view: { ...lot.view, version: event.version, updatedAt: event.occurredAt },
      metadata: event.metadata,
    },
    event,
  )
}

/** `lot` has the event's version already. */
function folded(lot: LotProjection, event: AuctionEvent): LotProjection {
  const { view } = lot
  switch (event.type) {
    case 'auction.listed':
      throw new Error(`lot ${event.auctionId} is listed twice`)
    case 'auction.revised':
      return revised(lot, event.data)
    case 'auction.opened':
      return { ...lot, view: { ...view, status: 'active' } }
    case 'bid.placed':
      return withBid(lot, event.data)
    case 'bid.retracted':
      return withoutBids(lot, event.data)
    case 'auction.extended':
      return { ...lot, view: { ...view, endsAt: event.data.endsAt, extensions: event.data.extensions } }
    case 'auction.bought_now':
      return bought(lot, event.data, event.occurredAt)
    case 'auction.closed':
      return closed(lot, event.data, event.occurredAt)
    case 'auction.cancelled':
      return cancelled(lot, event.data, event.occurredAt)
    case 'auction.sold':
      // The sale stands in the view since the event before: this one is for those who make orders.
      return lot
    case 'sale.failed':
      return view.sale === null ? lot : { ...lot, view: { ...view, sale: { ...view.sale, failed: true } } }
    case 'offer.made':
      return withOffer(lot, event.data, event.occurredAt)
    case 'offer.accepted':
      return withOfferTaken(lot)
    case 'offer.lapsed':
      return { ...lot, view: { ...view, offer: null } }
    default:
      return event satisfies never
  }
}
