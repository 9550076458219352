import type { Terms } from '@gavel/event-contracts'
import type { LoggedBid } from './log.ts'

/** What bids come to: who leads, by which of his bids, at what price. */
export type Standing = { price: number; bidId: string; bidderId: string; maximum: number }

type Pricing = Pick<Terms, 'increments' | 'startingPrice' | 'reservePrice'>

/** The rules of bidding once more, by hand: `bids` stand, oldest first, the house's own answers left out. */
export const standingOf = (terms: Pricing, bids: readonly LoggedBid[]): Standing | null =>
  bids.reduce<Standing | null>((standing, bid) => standingAfter(terms, standing, bid), null)

/** The same, with one bid more. */
export function standingAfter(terms: Pricing, before: Standing | null, bid: LoggedBid): Standing {
  const beats = before === null || before.bidderId === bid.bidderId || bid.maximum > before.maximum
  const after = beats
    ? { ...leadOf(bid), price: priceOfLeader(terms, before, bid) }
    : { ...before, price: Math.min(before.maximum, bid.maximum + stepAt(terms, bid.maximum)) }
  const { reservePrice } = terms
  return reservePrice === null || after.maximum < reservePrice
    ? after
    : { ...after, price: Math.max(after.price, reservePrice) }
}

const leadOf = ({ bidId, bidderId, maximum }: LoggedBid) => ({ bidId, bidderId, maximum })

function priceOfLeader(terms: Pricing, before: Standing | null, bid: LoggedBid): number {
  if (bid.type === 'exact') return bid.amount
  if (before === null) return terms.startingPrice
  if (before.bidderId === bid.bidderId) return before.price
  return Math.min(bid.maximum, before.maximum + stepAt(terms, before.maximum))
}

/** The first entry counts below its own `from` too. */
const stepAt = ({ increments }: Pricing, price: number): number =>
  (increments.findLast(({ from }) => from <= price) ?? increments[0])?.step ?? 1
