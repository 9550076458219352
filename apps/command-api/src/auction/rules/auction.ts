import type { AuctionFact, Bidder, IncrementTable, Seller } from '@gavel/event-contracts'

/** The bid that leads: an exact bid's maximum is its amount. */
export type Lead = { bidder: Bidder; bidId: string; maximum: number }

/** What the rules need to know of a lot. Everything else in its events is for the views. */
export type Lot = {
  status: 'scheduled' | 'active' | 'completed'
  lotNumber: number
  seller: Seller
  currency: string
  startingPrice: number
  buyNowPrice: number | null
  increments: IncrementTable
  startsAt: string
  endsAt: string
  startsAtMs: number
  endsAtMs: number
  /** Null until the first bid. */
  price: number | null
  lead: Lead | null
}

/** Null before `auction.listed`: no such lot. */
export type Auction = Lot | null

export const noAuction: Auction = null

/** Folds one fact into the state. A fact that cannot follow from the state is a broken log, so it throws. */
export function evolve(auction: Auction, fact: AuctionFact): Auction {
  if (fact.type === 'auction.listed') {
    if (auction !== null) throw new Error('a lot is listed once')
    return listed(fact.data)
  }
  if (auction === null) throw new Error(`${fact.type} before auction.listed`)
  switch (fact.type) {
    case 'auction.opened':
      return { ...auction, status: 'active' }
    case 'bid.placed': {
      const { bidder, bidId, amount, price } = fact.data
      return { ...auction, price, lead: { bidder, bidId, maximum: amount } }
    }
    case 'auction.bought_now': {
      const { buyer, bidId, price } = fact.data
      return { ...auction, status: 'completed', price, lead: { bidder: buyer, bidId, maximum: price } }
    }
    case 'auction.closed':
      return { ...auction, status: 'completed' }
    default:
      return fact satisfies never
  }
}

function listed(data: Extract<AuctionFact, { type: 'auction.listed' }>['data']): Lot {
  return {
    status: 'scheduled',
    lotNumber: data.lotNumber,
    seller: data.seller,
    currency: data.currency,
    startingPrice: data.startingPrice,
    buyNowPrice: data.buyNowPrice,
    increments: data.increments,
    startsAt: data.startsAt,
    endsAt: data.endsAt,
    startsAtMs: Date.parse(data.startsAt),
    endsAtMs: Date.parse(data.endsAt),
    price: null,
    lead: null,
  }
}
