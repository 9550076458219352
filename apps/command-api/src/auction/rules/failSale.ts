import { accept, refuse } from '../../rules/verdict.ts'
import type { Auction, Lot } from './auction.ts'
import type { Member } from './member.ts'
import { noSuchLot, type Refused, type Verdict } from './verdict.ts'

export type FailSale = { reason: 'declined' | 'unpaid'; by: Member }

const dayMs = 86_400_000
/** How long a buyer has to pay: after that his seller may look for another one. */
export const paymentMs = 4 * dayMs

/** The buyer declines, or the seller says after four days that he has not paid. Then others may be made an offer. */
export function failSale(lot: Auction, { reason, by }: FailSale, nowMs: number): Verdict<null> {
  if (lot === null) return noSuchLot
  const { sale } = lot
  const as = roleOf(lot, by)
  if (as === undefined) return refuse({ code: 'forbidden', reason: 'You are not a party to this sale.' })
  if (sale === null || sale.failed) return refuse({ code: 'no_sale' })
  const refused = reason === 'declined' ? checkMayDecline(as) : checkMayGiveUp(as, sale.atMs + paymentMs, nowMs)
  if (refused !== undefined) return refused
  return accept([{ type: 'sale.failed', data: { saleId: sale.saleId, reason, by: as } }], null)
}

type PartyRole = 'buyer' | 'seller' | 'administrator'

function roleOf({ sale, seller }: Lot, { id, isAdministrator }: Member): PartyRole | undefined {
  if (sale?.buyer.id === id) return 'buyer'
  if (seller.id === id) return 'seller'
  return isAdministrator ? 'administrator' : undefined
}

const checkMayDecline = (as: PartyRole): Refused | undefined =>
  as !== 'buyer' ? refuse({ code: 'forbidden', reason: 'Only the buyer declines.' }) : undefined

function checkMayGiveUp(as: PartyRole, payByMs: number, nowMs: number): Refused | undefined {
  if (as === 'buyer') return refuse({ code: 'forbidden', reason: 'A buyer declines.' })
  if (as === 'seller' && nowMs < payByMs) {
    return refuse({ code: 'payment_open', payBy: new Date(payByMs).toISOString() })
  }
  return undefined
}
