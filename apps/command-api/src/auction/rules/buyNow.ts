import { type Bidder, isBuyNowOn } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction } from './auction.ts'
import { checkMayBid } from './bidders.ts'
import { purchaseBy } from './sale.ts'
import { checkInTime, openingOf } from './timing.ts'
import { noSuchLot, type Verdict } from './verdict.ts'

export type BuyNow = { bidId: string; buyer: Bidder }

export type BuyNowAnswer = { bidId: string; outcome: 'bought'; price: number }

/** Ends the lot at its buy-now price. Two buyers at once: the stream has one next version, so one of them wins. */
export function buyNow(
  lot: Auction,
  { bidId, buyer }: BuyNow,
  nowMs: number,
  blocked: ReadonlySet<number>,
): Verdict<BuyNowAnswer> {
  if (lot === null) return noSuchLot
  const refused = checkInTime(lot, nowMs) ?? checkMayBid(lot, buyer, blocked)
  if (refused !== undefined) return refused
  const { buyNowPrice: price } = lot.terms
  if (price === null || !isBuyNowOn(lot.terms, lot.price)) return refuse({ code: 'buy_now_unavailable' })
  const facts = purchaseBy(lot, { bidId, buyer, price, via: 'button' })
  return accept([...openingOf(lot), ...facts], { bidId, outcome: 'bought', price })
}
