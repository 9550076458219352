import type { AuctionFact } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction, Lot } from './auction.ts'
import type { ListingAnswer } from './listAuction.ts'
import { effectiveStartMs, type Listing, type ListingLimits, listingFaults, listingOf, termsOf } from './listing.ts'
import { checkNotOver, isOpen, openingOf } from './timing.ts'
import { noSuchLot, type Verdict } from './verdict.ts'

/** What is to be otherwise; what is left out stays. */
export type Changes = { readonly [Field in keyof Listing]?: Listing[Field] | undefined }

export type ReviseAuction = { by: string; changes: Changes; limits: ListingLimits }

/** By its seller, anything until the lot opens; after that its description may grow: bidders have relied on the rest. */
export function reviseAuction(
  lot: Auction,
  { by, changes, limits }: ReviseAuction,
  nowMs: number,
): Verdict<ListingAnswer> {
  if (lot === null) return noSuchLot
  if (by !== lot.seller.id) return refuse({ code: 'forbidden', reason: 'Only its seller revises a lot.' })
  const over = checkNotOver(lot, nowMs)
  if (over !== undefined) return over
  return isOpen(lot, nowMs) ? describedMore(lot, changes) : revised(lot, { changes, limits }, nowMs)
}

function describedMore(lot: Lot, { description, ...others }: Changes): Verdict<ListingAnswer> {
  const grows = description?.startsWith(lot.terms.description) ?? false
  const touchesMore = Object.values(others).some((change) => change !== undefined)
  if (description === undefined || !grows || touchesMore) return refuse({ code: 'already_opened' })
  const isSame = description === lot.terms.description
  // The fact tells the terms as they now are, and the end may have moved.
  const data = { ...lot.terms, description, endsAt: lot.endsAt }
  const facts: AuctionFact[] = isSame ? [] : [{ type: 'auction.revised', data }]
  return accept([...openingOf(lot), ...facts], { lotNumber: lot.lotNumber, status: 'active' })
}

function revised(lot: Lot, { changes, limits }: Omit<ReviseAuction, 'by'>, nowMs: number): Verdict<ListingAnswer> {
  const before = changedBy(listingOf(lot.terms), {})
  const listing = changedBy(before, changes)
  const errors = listingFaults(listing, limits, nowMs)
  if (errors.length > 0) return refuse({ code: 'invalid_input', errors })
  // Both have their fields in one order.
  const isSame = JSON.stringify(listing) === JSON.stringify(before)
  const revision: AuctionFact[] = isSame ? [] : [{ type: 'auction.revised', data: termsOf(listing, nowMs) }]
  const opensNow = effectiveStartMs(listing, nowMs) <= nowMs
  const opening: AuctionFact[] = opensNow ? [{ type: 'auction.opened', data: {} }] : []
  return accept([...revision, ...opening], {
    lotNumber: lot.lotNumber,
    status: opensNow ? 'active' : 'scheduled',
  })
}

/** Field by field, as null is a value: it takes a price or a category away. */
function changedBy(before: Listing, changes: Changes): Listing {
  const or = <T>(changed: T | undefined, old: T): T => (changed === undefined ? old : changed)
  return {
    title: or(changes.title, before.title),
    description: or(changes.description, before.description),
    category: or(changes.category, before.category),
    images: or(changes.images, before.images),
    currency: or(changes.currency, before.currency),
    startingPrice: or(changes.startingPrice, before.startingPrice),
    reservePrice: or(changes.reservePrice, before.reservePrice),
    buyNowPrice: or(changes.buyNowPrice, before.buyNowPrice),
    buyNowPolicy: or(changes.buyNowPolicy, before.buyNowPolicy),
    increments: or(changes.increments, before.increments),
    startsAtMs: or(changes.startsAtMs, before.startsAtMs),
    endsAtMs: or(changes.endsAtMs, before.endsAtMs),
    softClose: or(changes.softClose, before.softClose),
  }
}
