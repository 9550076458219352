import type { AuctionFact } from '@gavel/event-contracts'
import { refuse } from '../../rules/verdict.ts'
import type { Lot } from './auction.ts'
import type { Refused } from './verdict.ts'

/**
 * Whether bids are taken at `nowMs`. The clock decides, not the status: the scheduler only makes the change visible,
 * so a late `auction.open` keeps nobody out and a late `auction.close` lets nobody in.
 */
export function checkInTime(lot: Lot, nowMs: number): Refused | undefined {
  const over = checkNotOver(lot, nowMs)
  if (over !== undefined) return over
  return nowMs < lot.startsAtMs ? refuse({ code: 'not_started', startsAt: lot.terms.startsAt }) : undefined
}

/** Whether there is still something to decide about the lot: it is neither cancelled nor at its end. */
export function checkNotOver(lot: Lot, nowMs: number): Refused | undefined {
  if (lot.status === 'cancelled') return refuse({ code: 'cancelled' })
  if (lot.status === 'completed' || nowMs >= lot.endsAtMs) return refuse({ code: 'already_ended', endsAt: lot.endsAt })
  return undefined
}

/** Whether people may have relied on the lot: by its status or by the clock, whichever is first to know. */
export const isOpen = (lot: Lot, nowMs: number): boolean => lot.status === 'active' || nowMs >= lot.startsAtMs

/** The opening, when whoever comes first after `startsAt` is not the scheduler. */
export const openingOf = (lot: Lot): readonly AuctionFact[] =>
  lot.status === 'scheduled' ? [{ type: 'auction.opened', data: {} }] : []
