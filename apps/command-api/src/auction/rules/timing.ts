import type { AuctionFact } from '@gavel/event-contracts'
import type { Lot } from './auction.ts'
import { refuse, type Verdict } from './verdict.ts'

/**
 * Whether bids are taken at `nowMs`. The clock decides, not the status: the scheduler only makes the change visible,
 * so a late `auction.open` keeps nobody out and a late `auction.close` lets nobody in.
 */
export function checkInTime(lot: Lot, nowMs: number): Extract<Verdict<never>, { accepted: false }> | undefined {
  if (lot.status === 'completed' || nowMs >= lot.endsAtMs)
    return refuse({ code: 'already_ended' as const, endsAt: lot.endsAt })
  if (nowMs < lot.startsAtMs) return refuse({ code: 'not_started' as const, startsAt: lot.startsAt })
  return undefined
}

/** The opening, when whoever comes first after `startsAt` is not the scheduler. */
export const openingOf = (lot: Lot): readonly AuctionFact[] =>
  lot.status === 'scheduled' ? [{ type: 'auction.opened', data: {} }] : []
