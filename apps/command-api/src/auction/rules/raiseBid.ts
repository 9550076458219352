import { refuse } from '../../rules/verdict.ts'
import type { Auction, Lot } from './auction.ts'
import { type BidAnswer, type PlaceBid, placeBid } from './placeBid.ts'
import type { Verdict } from './verdict.ts'

/** A further bid of somebody who has one that counts. It is one more bid, so it can only go up. */
export function raiseBid(lot: Auction, bid: PlaceBid, nowMs: number, blocked: ReadonlySet<number>): Verdict<BidAnswer> {
  if (lot !== null && !hasBid(lot, bid.bidder.id)) return refuse({ code: 'not_found', what: 'bid' })
  return placeBid(lot, bid, nowMs, blocked)
}

function hasBid({ lead, bids }: Lot, bidderId: string): boolean {
  if (lead?.bidder.id === bidderId) return true
  // Newest first and without a copy: a hot lot has very many, and who raises has mostly bid just now.
  for (let entry = bids; entry !== null; entry = entry.before) {
    if (entry.bid.bidder.id === bidderId) return true
  }
  return false
}
