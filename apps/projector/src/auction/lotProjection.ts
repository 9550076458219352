import {
  type AuctionEvent,
  type AuctionFact,
  amountMax,
  type Bidder,
  type IncrementTable,
  type LotView,
  leastNextBid,
  type Metadata,
} from '@gavel/event-contracts'
import { MissingEvents } from './missingEvents.ts'

/** A lot's view, and what is needed to fold the next event into it. */
export type LotProjection = {
  view: LotView
  increments: IncrementTable
  /** How many people have bid; the next new one gets the number after it as alias. */
  bidderCount: number
  /** Aliases by bidder id: of those at least whose bids are being folded, not of everybody. */
  aliases: ReadonlyMap<string, number>
  /** Of the newest event in the view. */
  metadata: Metadata
}

type Listing = Extract<AuctionFact, { type: 'auction.listed' }>['data']

/**
 * Folds one event into the lot; one that is in it already changes nothing. Equal logs give equal projections, wherever
 * batches begin and end: that is what lets two projectors write the same lot.
 *
 * @throws MissingEvents when events between the lot's version and this one were not folded.
 * @throws Error when the event cannot follow: the log is broken.
 */
export function evolve(lot: LotProjection | undefined, event: AuctionEvent): LotProjection {
  const version = lot?.view.version ?? 0
  if (event.version > version + 1) throw new MissingEvents(event.auctionId, version, event.version)
  if (lot === undefined) return listed(event)
  if (event.version <= version) return lot
  const next: LotProjection = {
    ...lot,
    view: { ...lot.view, version: event.version, updatedAt: event.occurredAt },
    metadata: event.metadata,
  }
  switch (event.type) {
    case 'auction.listed':
      throw new Error(`lot ${event.auctionId} is listed twice`)
    case 'auction.opened':
      return { ...next, view: { ...next.view, status: 'active' } }
    case 'bid.placed':
      return withBid(next, event.data.bidder, event.data.price)
    case 'auction.bought_now':
      return completed(withBid(next, event.data.buyer, event.data.price), 'bought_now')
    case 'auction.closed':
      return completed(next, event.data.outcome)
    default:
      return event satisfies never
  }
}

function listed(event: AuctionEvent): LotProjection {
  if (event.type !== 'auction.listed') throw new Error(`lot ${event.auctionId} begins with ${event.type}`)
  const { increments, ...listing }: Listing = event.data
  return {
    view: {
      ...listing,
      id: event.auctionId,
      version: event.version,
      price: listing.startingPrice,
      minimumBid: minimumBid(increments, listing.startingPrice, null),
      status: 'scheduled',
      outcome: null,
      bidCount: 0,
      leader: null,
      createdAt: event.occurredAt,
      updatedAt: event.occurredAt,
    },
    increments,
    bidderCount: 0,
    aliases: new Map(),
    metadata: event.metadata,
  }
}

/** A purchase counts as a bid: `bidCount` is the length of the list that people see. */
function withBid(lot: LotProjection, bidder: Bidder, price: number): LotProjection {
  const known = lot.aliases.get(bidder.id)
  const alias = known ?? lot.bidderCount + 1
  return {
    ...lot,
    view: {
      ...lot.view,
      price,
      minimumBid: minimumBid(lot.increments, lot.view.startingPrice, price),
      bidCount: lot.view.bidCount + 1,
      leader: { ...bidder, alias },
    },
    ...(known === undefined ? { bidderCount: alias, aliases: new Map(lot.aliases).set(bidder.id, alias) } : {}),
  }
}

const completed = (lot: LotProjection, outcome: LotView['outcome']): LotProjection => ({
  ...lot,
  view: { ...lot.view, status: 'completed', outcome },
})

/** Capped, as above the largest amount there is no bid, and a view must not name a number that nobody may read. */
export const minimumBid = (table: IncrementTable, startingPrice: number, price: number | null): number =>
  Math.min(amountMax, leastNextBid(table, startingPrice, price))
