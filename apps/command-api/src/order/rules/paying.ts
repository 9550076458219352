import { accept, refuse } from '../../rules/verdict.ts'
import type { Order, PlacedOrder } from './order.ts'
import { noSuchOrder, type OrderVerdict } from './verdict.ts'

/**
 * What the payment provider is asked for. The same `paymentId` is the same payment, however often it is asked. `method`
 * stays in the log for ever, so it is a reference that the provider knows, and never the data of a card.
 */
export type Payment = { paymentId: string; orderId: string; method: string; amount: number; currency: string }

/** What has become of a payment, for good. */
export type Settled = { kind: 'approved'; reference: string } | { kind: 'declined'; reason: string }

/** `payment`: to be asked of the provider now; null when the order is paid already. */
export type PaymentBegun = { payment: Payment | null }

/**
 * The buyer wants to pay. An attempt whose answer was never heard is given back, whatever method is named now: it may
 * have succeeded. After `payableUntil` nobody begins to pay, also when the order has not been expired yet.
 */
export function beginPayment(
  order: Order,
  { orderId, by, paymentId, method }: { orderId: string; by: string; paymentId: string; method: string },
  nowMs: number,
): OrderVerdict<PaymentBegun> {
  if (order === null || order.buyer.id !== by) return noSuchOrder
  if (order.status === 'paid') return accept([], { payment: null })
  if (order.status !== 'created') return refuse({ code: 'order_closed', status: order.status })
  const pending = pendingPayment(orderId, order)
  if (pending !== undefined) return accept([], { payment: pending })
  if (nowMs >= order.payableUntilMs) return refuse({ code: 'order_closed', status: 'expired' })
  const { total: amount, currency } = order
  const payment = { paymentId, orderId, method, amount, currency }
  return accept([{ type: 'order.payment_started', data: { paymentId, method } }], { payment })
}

/** The payment of which nobody knows yet what became of it. */
export function pendingPayment(orderId: string, order: PlacedOrder): Payment | undefined {
  if (order.status !== 'created' || order.payment.kind !== 'pending') return undefined
  const { paymentId, method } = order.payment
  return { paymentId, orderId, method, amount: order.total, currency: order.currency }
}

/** What an attempt to pay has come to. `unanswered`: the provider may have taken the money. */
export type Paid = { kind: 'paid' } | { kind: 'declined'; reason: string } | { kind: 'unanswered' }

/** What is known of an attempt that the provider did not answer: somebody else may have settled it meanwhile. */
export function unansweredPayment(order: Order, paymentId: string): OrderVerdict<Paid> {
  if (order === null) return noSuchOrder
  const { status, payment } = order
  if (status === 'paid') return accept([], { kind: 'paid' })
  if (status !== 'created') return refuse({ code: 'order_closed', status })
  if (payment.kind === 'declined') return accept([], { kind: 'declined', reason: payment.reason })
  const isAnother = payment.kind !== 'pending' || payment.paymentId !== paymentId
  return isAnother ? refuse({ code: 'payment_pending' }) : accept([], { kind: 'unanswered' })
}

/** What the provider said. Said again, or of an attempt that was settled before, it changes nothing. */
export function settlePayment(
  order: Order,
  { paymentId, settled }: { paymentId: string; settled: Settled },
): OrderVerdict<{ status: PlacedOrder['status'] }> {
  if (order === null) return noSuchOrder
  const { status, payment } = order
  if (status !== 'created' || payment.kind !== 'pending' || payment.paymentId !== paymentId) {
    return accept([], { status })
  }
  return settled.kind === 'approved'
    ? accept([{ type: 'order.paid', data: { paymentId, reference: settled.reference } }], { status: 'paid' })
    : accept([{ type: 'order.payment_declined', data: { paymentId, reason: settled.reason } }], { status })
}
