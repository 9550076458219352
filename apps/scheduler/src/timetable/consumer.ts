import { groupOfEpoch, isTransient } from '@gavel/database'
import {
  type AuctionEvent,
  auctionEventFromWire,
  type OrderEvent,
  orderEventFromWire,
  topicNames,
} from '@gavel/event-contracts'
import type { MessageConsumer, Messaging, ReceivedMessage } from '@gavel/messaging'
import type pg from 'pg'
import { applyChanges } from './applyChanges.ts'
import { foldChanges, movesTimetable } from './entryChanges.ts'

/** The ticker looks once a second: a timetable that is a tenth behind under load is early enough. */
const paceMs = 100

type ConsumerOptions = {
  messaging: Messaging
  pool: pg.Pool
  onFatal(error: unknown): void
}

/**
 * Keeps the timetable as the lots' events say. What moves nothing in it is not even read: bids are nearly all there is.
 * An instance more in the group takes over some of the partitions.
 */
export const consumeAuctionEvents = (options: ConsumerOptions): Promise<MessageConsumer> =>
  consume(options, { group: 'scheduler', topic: topicNames.auctionEvents, read: auctionEventFromWire })

/** And as those of orders say. A group of its own: instances of before, which know nothing of orders, get none of them. */
export const consumeOrderEvents = (options: ConsumerOptions): Promise<MessageConsumer> =>
  consume(options, { group: 'scheduler.orders', topic: topicNames.orderEvents, read: orderEventFromWire })

async function consume(
  { messaging, pool, onFatal }: ConsumerOptions,
  log: { group: string; topic: string; read: (message: ReceivedMessage) => AuctionEvent | OrderEvent },
): Promise<MessageConsumer> {
  return messaging.consume({
    groupId: await groupOfEpoch(pool, log.group),
    topics: [log.topic],
    decode: (message) => (movesTimetable(message.headers.ce_type) ? log.read(message) : undefined),
    paceMs,
    handle: (events) => applyChanges(pool, foldChanges(events.filter((event) => event !== undefined))),
    isTransient,
    onFatal,
  })
}
