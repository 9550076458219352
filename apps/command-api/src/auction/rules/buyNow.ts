import type { AuctionFact, Bidder } from '@gavel/event-contracts'
import type { Auction } from './auction.ts'
import { checkInTime, openingOf } from './timing.ts'
import { accept, refuse, type Verdict } from './verdict.ts'

export type BuyNow = { bidId: string; buyer: Bidder }

export type BuyNowAnswer = { bidId: string; outcome: 'bought'; price: number }

/** Ends the lot at its buy-now price. Two buyers at once: the stream has one next version, so one of them wins. */
export function buyNow(lot: Auction, { bidId, buyer }: BuyNow, nowMs: number): Verdict<BuyNowAnswer> {
  if (lot === null) return refuse({ code: 'not_found' })
  const outOfTime = checkInTime(lot, nowMs)
  if (outOfTime !== undefined) return outOfTime
  if (buyer.id === lot.seller.id) return refuse({ code: 'own_lot' })
  if (lot.buyNowPrice === null) return refuse({ code: 'buy_now_unavailable' })
  const price = lot.buyNowPrice
  const purchase: AuctionFact = { type: 'auction.bought_now', data: { bidId, buyer, price, via: 'button' } }
  return accept([...openingOf(lot), purchase], { bidId, outcome: 'bought', price })
}
