import { orderEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer } from '@gavel/messaging'
import { followLog, type LogOptions } from '../followLog.ts'
import { projectViews } from '../views/projectViews.ts'
import { orders } from './orderProjection.ts'

/** Follows the orders. */
export const startOrders = (options: LogOptions): Promise<MessageConsumer> =>
  followLog(options, {
    group: 'projector.orders',
    topic: topicNames.orderEvents,
    read: orderEventFromWire,
    project: (stores, events) => projectViews(stores, orders, events),
  })
