import type { OrderFact } from '@gavel/event-contracts'
import { accept, refuse } from '../../rules/verdict.ts'
import type { Order, PlacedOrder } from './order.ts'
import { noSuchOrder, type OrderRefusal, type OrderVerdict } from './verdict.ts'

type CancelledBy = Extract<OrderFact, { type: 'order.cancelled' }>['data']['by']

/** Whoever asks, and whether he may in any order. */
export type Canceller = { id: string; isAdministrator: boolean }

/** An order that is not paid yet is its buyer's to cancel, and an administrator's. Twice is done once. */
export function cancelOrder(order: Order, { id, isAdministrator }: Canceller): OrderVerdict<null> {
  if (order === null || (order.buyer.id !== id && !isAdministrator)) return noSuchOrder
  return cancelled(order, { by: order.buyer.id === id ? 'buyer' : 'administrator', reason: 'asked' })
}

/** The sale that the order is of has failed. */
export const abandonOrder = (order: Order): OrderVerdict<null> =>
  order === null ? noSuchOrder : cancelled(order, { by: 'house', reason: 'sale_failed' })

function cancelled(order: PlacedOrder, data: { by: CancelledBy; reason: 'asked' | 'sale_failed' }): OrderVerdict<null> {
  if (order.status === 'cancelled') return accept([], null)
  if (order.status !== 'created') return refuse({ code: 'order_closed', status: order.status })
  if (order.payment.kind === 'pending') return refuse({ code: 'payment_pending' })
  return accept([{ type: 'order.cancelled', data }], null)
}

/** Why the scheduler's command is refused. */
export type ExpiryRefusal =
  | Extract<OrderRefusal, { code: 'not_found' | 'payment_pending' }>
  | { code: 'not_due'; dueAt: string }

/** What was not paid in time is open to others again; nothing is left to do with an order that has ended. */
export function expireOrder(order: Order, nowMs: number): OrderVerdict<null, ExpiryRefusal> {
  if (order === null) return noSuchOrder
  if (order.status !== 'created') return accept([], null)
  if (nowMs < order.payableUntilMs) {
    return refuse({ code: 'not_due', dueAt: new Date(order.payableUntilMs).toISOString() })
  }
  if (order.payment.kind === 'pending') return refuse({ code: 'payment_pending' })
  return accept([{ type: 'order.expired', data: {} }], null)
}
