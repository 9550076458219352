import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction } from './auction.ts'
import { openingOf } from './timing.ts'
import { noSuchLot, type ScheduleRefusal, type Verdict } from './verdict.ts'

/** Opens a lot that is due. Twice, late or after a bid already opened it: nothing left to do. */
export function openAuction(lot: Auction, nowMs: number): Verdict<null, ScheduleRefusal> {
  if (lot === null) return noSuchLot
  if (lot.status === 'scheduled' && nowMs < lot.startsAtMs) {
    return refuse({ code: 'not_due', dueAt: lot.terms.startsAt })
  }
  return accept(openingOf(lot), null)
}
