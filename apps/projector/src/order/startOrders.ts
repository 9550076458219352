import { groupOfEpoch, isTransient } from '@gavel/database'
import { orderEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, MessageProducer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import { MissingEvents } from '../auction/missingEvents.ts'
import { ViewsUndelivered } from '../auction/publishViews.ts'
import { projectViews } from '../views/projectViews.ts'
import { orders } from './orderProjection.ts'

/** Follows the orders, as one of the group `projector.orders`. `maxAttempts`: tries of a batch; about 10 s of them. */
export async function startOrders(options: {
  pool: pg.Pool
  messaging: Messaging
  producer: MessageProducer
  maxAttempts?: number
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { pool, messaging, producer, maxAttempts, onFatal } = options
  return messaging.consume({
    groupId: await groupOfEpoch(pool, 'projector.orders'),
    topics: [topicNames.orderEvents],
    decode: orderEventFromWire,
    handle: (events) => projectViews({ pool, producer }, orders, events),
    isTransient: (error) => error instanceof MissingEvents || error instanceof ViewsUndelivered || isTransient(error),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    onFatal,
  })
}
