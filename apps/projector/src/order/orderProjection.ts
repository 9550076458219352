import { type OrderEvent, type OrderView, orderView, orderViewToWire } from '@gavel/event-contracts'
import type { Projection } from '../views/projectViews.ts'
import { viewTable } from '../views/viewTable.ts'

/** What an event changes of the view, beside its version and its time. @throws Error when the log is broken */
function changeBy(event: OrderEvent): Partial<OrderView> {
  switch (event.type) {
    case 'order.created':
      throw new Error(`order ${event.orderId} is created twice`)
    case 'order.payment_started':
      return { payment: 'pending' }
    case 'order.payment_declined':
      return { payment: 'declined' }
    case 'order.paid':
      return { status: 'paid', payment: 'approved' }
    case 'order.cancelled':
      return { status: 'cancelled' }
    case 'order.expired':
      return { status: 'expired' }
    default:
      return event satisfies never
  }
}

function created({ orderId: id, version, occurredAt, data, metadata }: Extract<OrderEvent, { type: 'order.created' }>) {
  const { correlationId } = metadata
  const times = { createdAt: occurredAt, updatedAt: occurredAt }
  return { id, version, status: 'created' as const, payment: 'none' as const, ...data, correlationId, ...times }
}

export const orders: Projection<OrderView, OrderEvent> = {
  fold: {
    what: 'order',
    idOf: ({ orderId }) => orderId,
    next(order, event) {
      const { version, occurredAt: updatedAt } = event
      if (order !== undefined) return { ...order, ...changeBy(event), version, updatedAt }
      if (event.type !== 'order.created') throw new Error(`order ${event.orderId} is not created before ${event.type}`)
      return created(event)
    },
  },
  table: viewTable('orders', orderView),
  toWire: (data, metadata) => orderViewToWire({ type: 'order.view', data, metadata }),
}
