import type { Seller } from '@gavel/event-contracts'
import { accept } from '../../rules/verdict.ts'
import type { Auction } from './auction.ts'
import { effectiveStartMs, type Listing, termsOf } from './listing.ts'
import type { Verdict } from './verdict.ts'

export type ListAuction = { lotNumber: number; seller: Seller; listing: Listing }

export type ListingAnswer = { lotNumber: number; status: 'scheduled' | 'active' }

/** Lists a lot on a stream of its own; one that starts now opens at once. The listing has been checked for faults. */
export function listAuction(
  auction: Auction,
  { lotNumber, seller, listing }: ListAuction,
  nowMs: number,
): Verdict<ListingAnswer> {
  if (auction !== null) throw new Error('a new lot has a new stream')
  const opensNow = effectiveStartMs(listing, nowMs) <= nowMs
  const opening = opensNow ? [{ type: 'auction.opened' as const, data: {} }] : []
  const listed = { type: 'auction.listed' as const, data: { lotNumber, seller, ...termsOf(listing, nowMs) } }
  return accept([listed, ...opening], { lotNumber, status: opensNow ? ('active' as const) : ('scheduled' as const) })
}
