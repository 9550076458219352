import { type Bidder, leastNextBid, stepAt, type Terms } from '@gavel/event-contracts'

/** Who leads, by which bid, and how far he goes: an exact bid's maximum is its amount. */
export type Lead = { bidder: Bidder; bidId: string; maximum: number }

/** What the bids so far have come to. */
export type Standing = { price: number; lead: Lead }

export type Challenge = { bidId: string; bidder: Bidder; type: 'exact' | 'max'; amount: number }

export type PricingTerms = Pick<Terms, 'increments' | 'startingPrice' | 'reservePrice'>

/**
 * What one more bid comes to. It has been found high enough: at least the least next bid, or of the leader himself above
 * his own maximum.
 */
export function standingAfter(terms: PricingTerms, standing: Standing | null, bid: Challenge): Standing {
  const { bidder, bidId, amount } = bid
  const lead = { bidder, bidId, maximum: amount }
  if (standing === null) return lifted(terms, { lead, price: priceOf(bid, terms.startingPrice) })
  const { maximum } = standing.lead
  if (standing.lead.bidder.id === bidder.id) return lifted(terms, { lead, price: priceOf(bid, standing.price) })
  if (amount > maximum) {
    const beaten = maximum + stepAt(terms.increments, maximum)
    return lifted(terms, { lead, price: priceOf(bid, Math.min(amount, beaten)) })
  }
  // A tie goes to the earlier bid: the house answers for the leader, as little above the challenger as it needs.
  return { lead: standing.lead, price: Math.min(maximum, amount + stepAt(terms.increments, amount)) }
}

/** "This, now" against "as little as needed". */
const priceOf = ({ type, amount }: Challenge, needed: number): number => (type === 'exact' ? amount : needed)

/** Whoever goes as far as the reserve bids the reserve at once. */
function lifted({ reservePrice }: PricingTerms, { price, lead }: Standing): Standing {
  const goesSoFar = reservePrice !== null && lead.maximum >= reservePrice
  return { lead, price: goesSoFar ? Math.max(price, reservePrice) : price }
}

/** Least next bid of anybody but the leader. */
export const minimumAfter = ({ increments, startingPrice }: PricingTerms, price: number | null): number =>
  leastNextBid(increments, startingPrice, price)
