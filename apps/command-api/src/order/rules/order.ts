import type { Bidder, OrderedItem, OrderFact } from '@gavel/event-contracts'

/** The newest attempt to pay. `pending`: the provider was or may have been asked, and its answer is not known. */
export type PaymentState =
  | { kind: 'none' }
  | { kind: 'pending'; paymentId: string; method: string }
  | { kind: 'declined'; reason: string }
  | { kind: 'approved'; paymentId: string }

export type PlacedOrder = {
  status: 'created' | 'paid' | 'cancelled' | 'expired'
  payment: PaymentState
  buyer: Bidder
  item: OrderedItem
  /** In minor units. */
  total: number
  currency: string
  payableUntilMs: number
}

/** Null: there is none yet. */
export type Order = PlacedOrder | null

export const noOrder: Order = null

/** @throws Error on a log that no rule has written. */
export function evolve(order: Order, fact: OrderFact): Order {
  if (fact.type === 'order.created') return created(fact.data)
  if (order === null) throw new Error(`an order is created before ${fact.type}`)
  switch (fact.type) {
    case 'order.payment_started':
      return { ...order, payment: { kind: 'pending', ...fact.data } }
    case 'order.payment_declined':
      return { ...order, payment: { kind: 'declined', reason: fact.data.reason } }
    case 'order.paid':
      return { ...order, status: 'paid', payment: { kind: 'approved', paymentId: fact.data.paymentId } }
    case 'order.cancelled':
      return { ...order, status: 'cancelled' }
    case 'order.expired':
      return { ...order, status: 'expired' }
    default:
      return fact satisfies never
  }
}

function created({ payableUntil, ...rest }: Extract<OrderFact, { type: 'order.created' }>['data']): PlacedOrder {
  return { ...rest, status: 'created', payment: { kind: 'none' }, payableUntilMs: Date.parse(payableUntil) }
}
