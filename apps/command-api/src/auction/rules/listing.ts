import type { Terms } from '@gavel/event-contracts'
import type { Fault } from './verdict.ts'

/** What a seller offers, before it is known whether it can be: instants in milliseconds since 1970. */
export type Listing = Omit<Terms, 'startsAt' | 'endsAt' | 'softClose'> & {
  startsAtMs: number
  endsAtMs: number
  softClose: (Omit<NonNullable<Terms['softClose']>, 'hardEndAt'> & { hardEndAtMs: number | null }) | null
}

/** How long a lot may be open, and how far ahead it may be listed. */
export type ListingLimits = { lengthMinSec: number; lengthMaxSec: number; aheadMaxSec: number }

/** A lot cannot have started before it was listed: an earlier `startsAt` means now. */
export const effectiveStartMs = ({ startsAtMs }: Listing, nowMs: number): number => Math.max(startsAtMs, nowMs)

/** All that is wrong with a listing and cannot be seen in one field alone. */
export function listingFaults(listing: Listing, limits: ListingLimits, nowMs: number): readonly Fault[] {
  return [...timeFaults(listing, limits, nowMs), ...priceFaults(listing)]
}

function timeFaults(listing: Listing, limits: ListingLimits, nowMs: number): readonly Fault[] {
  const { endsAtMs, softClose } = listing
  const faults: Fault[] = []
  const startMs = effectiveStartMs(listing, nowMs)
  const lengthSec = (endsAtMs - startMs) / 1000
  if (endsAtMs <= startMs) faults.push({ path: 'endsAt', message: 'must be after startsAt and after now' })
  else if (lengthSec < limits.lengthMinSec) {
    faults.push({ path: 'endsAt', message: `must leave the lot open for at least ${limits.lengthMinSec} s` })
  } else if (lengthSec > limits.lengthMaxSec) {
    faults.push({ path: 'endsAt', message: `must leave the lot open for at most ${limits.lengthMaxSec} s` })
  }
  if (startMs - nowMs > limits.aheadMaxSec * 1000) {
    faults.push({ path: 'startsAt', message: `must be at most ${limits.aheadMaxSec} s ahead` })
  }
  const hardEndAtMs = softClose?.hardEndAtMs ?? null
  if (hardEndAtMs !== null && hardEndAtMs < endsAtMs) {
    faults.push({ path: 'softClose.hardEndAt', message: 'must not be before endsAt' })
  }
  return faults
}

/** Whoever buys at once pays at least the reserve: nothing is sold below it. */
function priceFaults({ startingPrice, reservePrice, buyNowPrice }: Listing): readonly Fault[] {
  const faults: Fault[] = []
  if (reservePrice !== null && reservePrice < startingPrice) {
    faults.push({ path: 'reservePrice', message: 'must not be below startingPrice' })
  }
  if (buyNowPrice !== null && buyNowPrice < startingPrice) {
    faults.push({ path: 'buyNowPrice', message: 'must not be below startingPrice' })
  } else if (buyNowPrice !== null && reservePrice !== null && buyNowPrice < reservePrice) {
    faults.push({ path: 'buyNowPrice', message: 'must not be below reservePrice' })
  }
  return faults
}

/** The terms that are copied into the lot. */
export function termsOf(listing: Listing, nowMs: number): Terms {
  const { startsAtMs: _, endsAtMs, softClose, ...rest } = listing
  return {
    ...rest,
    startsAt: new Date(effectiveStartMs(listing, nowMs)).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
    softClose: softClose === null ? null : softCloseOf(softClose),
  }
}

function softCloseOf({ hardEndAtMs, ...rest }: NonNullable<Listing['softClose']>): NonNullable<Terms['softClose']> {
  return { ...rest, hardEndAt: hardEndAtMs === null ? null : new Date(hardEndAtMs).toISOString() }
}

/** The listing that these terms came from. */
export function listingOf({ startsAt, endsAt, softClose, ...rest }: Terms): Listing {
  return {
    ...rest,
    startsAtMs: Date.parse(startsAt),
    endsAtMs: Date.parse(endsAt),
    softClose: softClose === null ? null : draftOf(softClose),
  }
}

function draftOf({ hardEndAt, ...rest }: NonNullable<Terms['softClose']>): NonNullable<Listing['softClose']> {
  return { ...rest, hardEndAtMs: hardEndAt === null ? null : Date.parse(hardEndAt) }
}
