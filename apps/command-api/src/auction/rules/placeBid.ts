import { type AuctionFact, type Bidder, leastNextBid } from '@gavel/event-contracts'
import type { Auction, Lot } from './auction.ts'
import { checkInTime, openingOf } from './timing.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

export type PlaceBid = {
  bidId: string
  bidder: Bidder
  amount: number
  /** The bidder has been asked and means this amount. */
  confirm: boolean
}

export type BidAnswer = {
  bidId: string
  outcome: 'leading' | 'bought'
  price: number
  minimumBid: number
  endsAt: string
}

/** More than this many times the price is taken for a slip of the finger until it is confirmed. */
const slipFactor = 100

/** An exact bid: becomes the price if it is enough, buys if it reaches the buy-now price. */
export function placeBid(lot: Auction, bid: PlaceBid, nowMs: number): Verdict<BidAnswer> {
  if (lot === null) return refuse({ code: 'not_found' })
  const outOfTime = checkInTime(lot, nowMs)
  if (outOfTime !== undefined) return outOfTime
  if (bid.bidder.id === lot.seller.id) return refuse({ code: 'own_lot' })

  const price = lot.price ?? lot.startingPrice
  const minimumBid = leastNextBid(lot.increments, lot.startingPrice, lot.price)
  const buysAt = lot.buyNowPrice !== null && bid.amount >= lot.buyNowPrice ? lot.buyNowPrice : null
  if (buysAt === null && bid.amount < minimumBid) {
    // Nobody bids against himself: below his own maximum he is told that he leads already.
    const leads = lot.lead !== null && lot.lead.bidder.id === bid.bidder.id && bid.amount <= lot.lead.maximum
    return refuse({ code: leads ? 'already_leading' : 'low_bid', minimumBid, price })
  }
  if (bid.amount > price * slipFactor && !bid.confirm) return refuse({ code: 'too_high', limit: price * slipFactor })
  return buysAt === null ? leading(lot, bid) : bought(lot, bid, buysAt)
}

function leading(lot: Lot, { bidId, bidder, amount }: PlaceBid): Verdict<BidAnswer> {
  const placed: AuctionFact = { type: 'bid.placed', data: { bidId, bidder, type: 'exact', amount, price: amount } }
  const minimumBid = leastNextBid(lot.increments, lot.startingPrice, amount)
  const answer = { bidId, outcome: 'leading' as const, price: amount, minimumBid, endsAt: lot.endsAt }
  return accept([...openingOf(lot), placed], answer)
}

function bought(lot: Lot, { bidId, bidder }: PlaceBid, price: number): Verdict<BidAnswer> {
  const purchase: AuctionFact = { type: 'auction.bought_now', data: { bidId, buyer: bidder, price, via: 'bid' } }
  const minimumBid = leastNextBid(lot.increments, lot.startingPrice, price)
  const answer = { bidId, outcome: 'bought' as const, price, minimumBid, endsAt: lot.endsAt }
  return accept([...openingOf(lot), purchase], answer)
}
