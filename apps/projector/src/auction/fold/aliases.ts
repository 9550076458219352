import type { AliasedBidder, AuctionEvent, Bidder } from '@gavel/event-contracts'
import type { LotProjection } from './projection.ts'

/** @throws Error when the bidder never bid on the lot, or his alias was not loaded. */
export function aliased({ aliases, view }: LotProjection, bidder: Bidder): AliasedBidder {
  const alias = aliases.get(bidder.id)
  if (alias === undefined) throw new Error(`lot ${view.id} has no alias for a bidder of event ${view.version}`)
  return { ...bidder, alias }
}

/** Whoever bids for the first time gets the next number. */
export function introduced(lot: LotProjection, { id }: Bidder): LotProjection {
  if (lot.aliases.has(id)) return lot
  const alias = lot.bidderCount + 1
  return { ...lot, bidderCount: alias, aliases: new Map(lot.aliases).set(id, alias) }
}

/** Whose aliases are needed to fold the event. */
export function bidderIdsIn(event: AuctionEvent): readonly string[] {
  switch (event.type) {
    case 'bid.placed':
      return [event.data.bidder.id]
    case 'bid.retracted':
      return event.data.leader === null ? [] : [event.data.leader.bidder.id]
    case 'auction.bought_now':
      return [event.data.buyer.id]
    case 'auction.closed':
      return event.data.outcome === 'sold' ? [event.data.winner.id] : []
    case 'offer.made':
      return [event.data.to.id]
    default:
      return []
  }
}
