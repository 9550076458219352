import type { AuctionFact, Bidder, FactData, Seller, Terms } from '@gavel/event-contracts'
import { type BidHistory, bidsOf, withOnly } from './bids.ts'
import type { Lead } from './proxy.ts'

/** Who has bought the lot. `failed`: he declined or did not pay. */
export type Sale = {
  saleId: string
  via: FactData<'auction.sold'>['via']
  buyer: Bidder
  price: number
  atMs: number
  failed: boolean
}

/** The offer that waits for an answer. */
export type Offer = { offerId: string; to: Bidder; price: number; expiresAt: string; expiresAtMs: number }

/** What the rules need to know of a lot. */
export type Lot = {
  status: 'scheduled' | 'active' | 'completed' | 'cancelled'
  lotNumber: number
  seller: Seller
  terms: Terms
  startsAtMs: number
  /** The end in force, which soft close may have moved. */
  endsAt: string
  endsAtMs: number
  extensions: number
  /** Null while no bid stands. */
  price: number | null
  lead: Lead | null
  bids: BidHistory
  /** Null until it is completed, and when it was bought at once or had no bids. */
  outcome: FactData<'auction.closed'>['outcome'] | null
  sale: Sale | null
  offer: Offer | null
  /** Ids of those who have bought the lot, or have been offered it: nobody is asked twice. */
  asked: readonly string[]
}

/** Null before `auction.listed`: no such lot. */
export type Auction = Lot | null

export const noAuction: Auction = null

/**
 * Folds one fact, which happened at `atMs`, into the state. A fact that cannot follow from the state is a broken log, so
 * it throws.
 */
export function evolve(auction: Auction, fact: AuctionFact, atMs: number): Auction {
  if (fact.type === 'auction.listed') {
    if (auction !== null) throw new Error('a lot is listed once')
    return listed(fact.data)
  }
  if (auction === null) throw new Error(`${fact.type} before auction.listed`)
  switch (fact.type) {
    case 'auction.revised':
      return { ...auction, ...underTerms(fact.data) }
    case 'auction.opened':
      return { ...auction, status: 'active' }
    case 'bid.placed':
      return withBid(auction, fact.data, atMs)
    case 'bid.retracted':
      return withoutBids(auction, fact.data)
    case 'auction.extended': {
      const { endsAt, extensions } = fact.data
      return { ...auction, endsAt, endsAtMs: Date.parse(endsAt), extensions }
    }
    case 'auction.bought_now': {
      const { buyer, bidId, price } = fact.data
      const bought = { ...auction, status: 'completed' as const, price, lead: { bidder: buyer, bidId, maximum: price } }
      return withSale(bought, { saleId: bidId, via: 'buy_now', buyer, price, atMs })
    }
    case 'auction.closed':
      return closed(auction, fact.data, atMs)
    case 'auction.cancelled':
      return { ...auction, status: 'cancelled' }
    case 'auction.sold':
      return auction
    case 'sale.failed':
      if (auction.sale === null) throw new Error('a sale fails that was not made')
      return { ...auction, sale: { ...auction.sale, failed: true } }
    case 'offer.made': {
      const { offerId, to, price, expiresAt } = fact.data
      const offer = { offerId, to, price, expiresAt, expiresAtMs: Date.parse(expiresAt) }
      return { ...auction, offer, asked: [...auction.asked, to.id] }
    }
    case 'offer.accepted': {
      if (auction.offer === null) throw new Error('an offer is accepted that was not made')
      const { offerId: saleId, to: buyer, price } = auction.offer
      return withSale({ ...auction, offer: null }, { saleId, via: 'offer', buyer, price, atMs })
    }
    case 'offer.lapsed':
      return { ...auction, offer: null }
    default:
      return fact satisfies never
  }
}

function listed({ lotNumber, seller, ...terms }: FactData<'auction.listed'>): Lot {
  return {
    status: 'scheduled',
    lotNumber,
    seller,
    ...underTerms(terms),
    extensions: 0,
    price: null,
    lead: null,
    bids: null,
    outcome: null,
    sale: null,
    offer: null,
    asked: [],
  }
}

const underTerms = (terms: Terms) => ({
  terms,
  startsAtMs: Date.parse(terms.startsAt),
  endsAt: terms.endsAt,
  endsAtMs: Date.parse(terms.endsAt),
})

function withBid(lot: Lot, placed: FactData<'bid.placed'>, placedAtMs: number): Lot {
  const { price, leads, bidder, bidId, maximum, type, amount, auto } = placed
  return {
    ...lot,
    price,
    // The house's answer is the leader's own bid at work: that one goes on to lead.
    lead: leads && !auto ? { bidder, bidId, maximum } : lot.lead,
    bids: { bid: { bidId, bidder, type, amount, maximum, auto, placedAtMs }, before: lot.bids },
  }
}

function withoutBids(lot: Lot, { bidIds, price, leader }: FactData<'bid.retracted'>): Lot {
  const retracted = new Set(bidIds)
  const bids = withOnly(lot.bids, ({ bidId }) => !retracted.has(bidId))
  if (leader === null) return { ...lot, price, lead: null, bids }
  const leading = bidsOf(bids).find(({ bidId }) => bidId === leader.bidId)
  if (leading === undefined) throw new Error('a retraction leaves a leader who has no bid')
  return { ...lot, price, lead: { ...leader, maximum: leading.maximum }, bids }
}

function closed(lot: Lot, data: FactData<'auction.closed'>, atMs: number): Lot {
  const completed = { ...lot, status: 'completed' as const, outcome: data.outcome }
  if (data.outcome !== 'sold') return completed
  return withSale(completed, { saleId: data.bidId, via: 'hammer', buyer: data.winner, price: data.price, atMs })
}

const withSale = (lot: Lot, sale: Omit<Sale, 'failed'>): Lot => ({
  ...lot,
  sale: { ...sale, failed: false },
  asked: [...lot.asked, sale.buyer.id],
})
