import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction } from './auction.ts'
import type { Member } from './member.ts'
import { checkNotOver } from './timing.ts'
import { noSuchLot, type Verdict } from './verdict.ts'

export type CancelAuction = { by: Member; reason: string | null }

/** By its seller while no bid stands; by an administrator at any time before the end, who says why. */
export function cancelAuction(lot: Auction, { by, reason }: CancelAuction, nowMs: number): Verdict<null> {
  if (lot === null) return noSuchLot
  const isSeller = by.id === lot.seller.id
  if (!isSeller && !by.isAdministrator) {
    return refuse({ code: 'forbidden', reason: 'Only its seller or an administrator cancels a lot.' })
  }
  const over = checkNotOver(lot, nowMs)
  if (over !== undefined) return over
  if (isSeller && lot.lead === null) return accept([cancelled('seller', reason)], null)
  if (!by.isAdministrator) return refuse({ code: 'has_bids' })
  if (reason === null) {
    return refuse({ code: 'invalid_input', errors: [{ path: 'reason', message: 'must be given by an administrator' }] })
  }
  return accept([cancelled('administrator', reason)], null)
}

const cancelled = (by: 'seller' | 'administrator', reason: string | null) => ({
  type: 'auction.cancelled' as const,
  data: { by, reason },
})
