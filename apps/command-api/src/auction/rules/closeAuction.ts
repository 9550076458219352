import type { AuctionFact } from '@gavel/event-contracts'
import type { Auction, Lot } from './auction.ts'
import { openingOf } from './timing.ts'
import { accept, refuse, type ScheduleRefusal, type Verdict } from './verdict.ts'

/**
 * Closes a lot whose end in force has come. A lot whose whole life passed while nobody was awake is opened and closed,
 * so that its history is whole.
 */
export function closeAuction(lot: Auction, nowMs: number): Verdict<null, ScheduleRefusal> {
  if (lot === null) return refuse({ code: 'not_found' })
  if (lot.status === 'completed') return accept([], null)
  if (nowMs < lot.endsAtMs) return refuse({ code: 'not_due', dueAt: lot.endsAt })
  return accept([...openingOf(lot), { type: 'auction.closed', data: outcomeOf(lot) }], null)
}

function outcomeOf({ lead, price }: Lot): Extract<AuctionFact, { type: 'auction.closed' }>['data'] {
  if (lead === null || price === null) return { outcome: 'no_bids' }
  return { outcome: 'sold', winner: lead.bidder, bidId: lead.bidId, price }
}
