import type { Bidder } from '@gavel/event-contracts'

/** A bid that counts, or (`auto`) the house's answer for its bidder. `maximum` is how far he goes, `amount` what shows. */
export type StandingBid = {
  bidId: string
  bidder: Bidder
  type: 'exact' | 'max'
  amount: number
  maximum: number
  auto: boolean
  placedAtMs: number
}

/** Newest first, each with those before it: a bid is added without copying the others, and no state is ever changed. */
export type BidHistory = { bid: StandingBid; before: BidHistory } | null

/** Oldest first. */
export function bidsOf(history: BidHistory): readonly StandingBid[] {
  const bids: StandingBid[] = []
  for (let entry = history; entry !== null; entry = entry.before) bids.push(entry.bid)
  return bids.reverse()
}

/** Those that `keep` says stay, in their order. */
export const withOnly = (history: BidHistory, keep: (bid: StandingBid) => boolean): BidHistory =>
  bidsOf(history)
    .filter(keep)
    .reduce<BidHistory>((before, bid) => ({ bid, before }), null)
