import { randomUUID } from 'node:crypto'
import {
  type CatalogEvent,
  type CatalogFact,
  catalogFactVersions,
  type OrderEvent,
  type OrderFact,
  orderFactVersions,
  paddleHolder,
  storedEventToWire,
  topicNames,
} from '@gavel/event-contracts'
import { atSecond } from './auctionLog.ts'

const at = (index: number) => ({
  id: randomUUID(),
  version: index + 1,
  occurredAt: atSecond(index + 1),
  metadata: { actor: 'service:test', correlationId: `request-${index + 1}` },
})
/** The log of one product or SKU, as command-api would write it. */
export const catalogLog = (...facts: readonly CatalogFact[]): CatalogEvent[] => {
  const streamId = randomUUID()
  return facts.map((fact, index) => ({ ...fact, ...at(index), streamId }))
}

/** Likewise of an order. */
export const orderLog = (...facts: readonly OrderFact[]): OrderEvent[] => {
  const orderId = randomUUID()
  return facts.map((fact, index) => ({ ...fact, ...at(index), orderId }))
}

export const skuAdded: Extract<CatalogFact, { type: 'sku.added' }> = {
  type: 'sku.added',
  data: { skuNumber: 3, productId: randomUUID(), code: 'oak', price: 1_000, currency: 'KRW', stock: 10 },
}
export const taken = (quantity: number, stock: number): CatalogFact => ({
  type: 'stock.taken',
  data: { orderId: randomUUID(), quantity, stock },
})
export const returned = (quantity: number, stock: number): CatalogFact => ({
  type: 'stock.returned',
  data: { orderId: randomUUID(), quantity, stock, reason: 'expired' },
})
export const adjusted = (change: number, stock: number): CatalogFact => ({
  type: 'stock.adjusted',
  data: { change, stock },
})
export const created: Extract<OrderFact, { type: 'order.created' }> = {
  type: 'order.created',
  data: {
    buyer: paddleHolder(7),
    item: {
      kind: 'lot',
      auctionId: randomUUID(),
      lotNumber: 1_001,
      sellerId: randomUUID(),
      via: 'hammer',
    },
    total: 9_000,
    currency: 'KRW',
    payableUntil: atSecond(900),
  },
}
const paymentId = randomUUID()
export const started: OrderFact = { type: 'order.payment_started', data: { paymentId, method: 'fake_approve' } }
export const declined: OrderFact = { type: 'order.payment_declined', data: { paymentId, reason: 'no' } }
export const paid: OrderFact = { type: 'order.paid', data: { paymentId, reference: 'x' } }
export const cancelled: OrderFact = { type: 'order.cancelled', data: { by: 'buyer', reason: 'asked' } }
export const expired: OrderFact = { type: 'order.expired', data: {} }

export const idOf = (events: readonly (CatalogEvent | OrderEvent)[]): string => {
  const [first] = events
  if (first === undefined) throw new Error('there is one')
  return 'orderId' in first ? first.orderId : first.streamId
}

export const catalogToWire = (event: CatalogEvent) =>
  storedEventToWire({
    ...event,
    topic: topicNames.catalogEvents,
    eventId: event.id,
    schemaVersion: catalogFactVersions[event.type].current,
    dataJson: JSON.stringify(event.data),
  })
export const orderToWire = (event: OrderEvent) =>
  storedEventToWire({
    ...event,
    streamId: event.orderId,
    topic: topicNames.orderEvents,
    eventId: event.id,
    schemaVersion: orderFactVersions[event.type].current,
    dataJson: JSON.stringify(event.data),
  })
