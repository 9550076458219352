import type { IncrementTable, Seller } from '@gavel/event-contracts'
import type { Auction } from './auction.ts'
import { accept, type Verdict } from './verdict.ts'

export type ListAuction = {
  lotNumber: number
  seller: Seller
  title: string
  description: string
  category: string | null
  images: readonly string[]
  currency: string
  startingPrice: number
  buyNowPrice: number | null
  increments: IncrementTable
  startsAtMs: number
  endsAtMs: number
}

/** How long a lot may be open, and how far ahead it may be listed. */
export type ListingLimits = { lengthMinSec: number; lengthMaxSec: number; aheadMaxSec: number }

export type ListingFault = { path: string; message: string }

export type ListingAnswer = { lotNumber: number; status: 'scheduled' | 'active' }

/** A lot cannot have started before it was listed: an earlier `startsAt` means now. */
const effectiveStartMs = (startsAtMs: number, nowMs: number): number => Math.max(startsAtMs, nowMs)

/** All that is wrong with a listing and cannot be seen in one field alone. */
export function listingFaults(
  listing: Omit<ListAuction, 'lotNumber'>,
  limits: ListingLimits,
  nowMs: number,
): readonly ListingFault[] {
  const faults: ListingFault[] = []
  const startMs = effectiveStartMs(listing.startsAtMs, nowMs)
  const lengthSec = (listing.endsAtMs - startMs) / 1000
  if (listing.endsAtMs <= startMs) faults.push({ path: 'endsAt', message: 'must be after startsAt and after now' })
  else if (lengthSec < limits.lengthMinSec) {
    faults.push({ path: 'endsAt', message: `must leave the lot open for at least ${limits.lengthMinSec} s` })
  } else if (lengthSec > limits.lengthMaxSec) {
    faults.push({ path: 'endsAt', message: `must leave the lot open for at most ${limits.lengthMaxSec} s` })
  }
  if (startMs - nowMs > limits.aheadMaxSec * 1000) {
    faults.push({ path: 'startsAt', message: `must be at most ${limits.aheadMaxSec} s ahead` })
  }
  if (listing.buyNowPrice !== null && listing.buyNowPrice < listing.startingPrice) {
    faults.push({ path: 'buyNowPrice', message: 'must not be below startingPrice' })
  }
  return faults
}

/** Lists a lot on a stream of its own; one that starts now opens at once. The listing has been checked for faults. */
export function listAuction(auction: Auction, listing: ListAuction, nowMs: number): Verdict<ListingAnswer> {
  if (auction !== null) throw new Error('a new lot has a new stream')
  const { startsAtMs, endsAtMs, ...rest } = listing
  const startMs = effectiveStartMs(startsAtMs, nowMs)
  const data = {
    ...rest,
    images: [...listing.images],
    startsAt: new Date(startMs).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
  }
  const opensNow = startMs <= nowMs
  const opening = opensNow ? [{ type: 'auction.opened' as const, data: {} }] : []
  const answer = { lotNumber: listing.lotNumber, status: opensNow ? ('active' as const) : ('scheduled' as const) }
  return accept([{ type: 'auction.listed', data }, ...opening], answer)
}
