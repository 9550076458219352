import type { Bidder } from '@gavel/event-contracts'
import { refuse } from '../../rules/verdict.ts'
import type { Lot } from './auction.ts'
import type { Refused } from './verdict.ts'

/** Whether this person may bid on the lot at all. `blocked`: the paddles from which its seller takes no bids. */
export function checkMayBid(lot: Lot, bidder: Bidder, blocked: ReadonlySet<number>): Refused | undefined {
  if (bidder.id === lot.seller.id) return refuse({ code: 'own_lot' })
  if (blocked.has(bidder.paddleNumber)) return refuse({ code: 'blocked_bidder' })
  return undefined
}
