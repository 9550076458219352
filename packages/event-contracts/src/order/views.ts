import { z } from 'zod'
import { bidder } from '../auction/parties.ts'
import { amount, currency, instant, uuid } from '../primitives.ts'
import { topicNames } from '../topics.ts'
import { fromWire, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import { type Metadata, metadata } from '../wire/metadata.ts'
import { lifted, type VersionHistory } from '../wire/versions.ts'
import { keyedViewToWire } from '../wire/views.ts'
import { orderedItem } from './facts.ts'

export const orderStatuses = ['created', 'paid', 'cancelled', 'expired'] as const

export const orderView = z.object({
  id: uuid,
  version: z.int().positive(),
  status: z.enum(orderStatuses),
  /** Of the newest attempt to pay. */
  payment: z.enum(['none', 'pending', 'declined', 'approved']),
  buyer: bidder,
  item: orderedItem,
  total: amount,
  currency,
  payableUntil: instant,
  /** Of the request that made the order. */
  correlationId: metadata.shape.correlationId,
  createdAt: instant,
  updatedAt: instant,
})
export type OrderView = z.output<typeof orderView>

export const orderViewMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('order.view'), data: orderView }),
])
/** A view with the metadata of the event it was made from. */
export type OrderViewMessage = z.output<typeof orderViewMessage> & { metadata: Metadata }

export const orderViewVersions = {
  'order.view': { current: 1, upcasters: {} },
} satisfies Record<OrderViewMessage['type'], VersionHistory>

export function orderViewToWire(message: OrderViewMessage): WireMessage {
  return keyedViewToWire(topicNames.orderViews, orderViewVersions[message.type].current, message)
}

/** @throws when the message is broken or unknown. */
export function orderViewFromWire(input: WireInput): OrderViewMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion } = envelope
  return {
    ...orderViewMessage.parse(lifted('order view', orderViewVersions, { type, schemaVersion, data })),
    metadata: envelope.metadata,
  }
}
