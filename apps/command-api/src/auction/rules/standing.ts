import type { StandingBid } from './bids.ts'
import { type PricingTerms, type Standing, standingAfter } from './proxy.ts'

/** What bids come to, oldest first, as if they had been the only ones. The house's answers come about by themselves. */
export const standingOf = (terms: PricingTerms, bids: readonly StandingBid[]): Standing | null =>
  bids
    .filter(({ auto }) => !auto)
    .reduce<Standing | null>(
      (standing, { bidId, bidder, type, maximum }) =>
        standingAfter(terms, standing, { bidId, bidder, type, amount: maximum }),
      null,
    )
