import { groupOfEpoch, isTransient } from '@gavel/database'
import { auctionEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import { applyChanges } from './applyChanges.ts'
import { foldChanges, movesTimetable } from './entryChanges.ts'

/** The ticker looks once a second: a timetable that is a tenth behind under load is early enough. */
const paceMs = 100

/**
 * Keeps the timetable as the lots' events say. What moves nothing in it is not even read: bids are nearly all there is.
 * An instance more in the group takes over some of the partitions.
 */
export async function consumeAuctionEvents(options: {
  messaging: Messaging
  pool: pg.Pool
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { messaging, pool, onFatal } = options
  return messaging.consume({
    groupId: await groupOfEpoch(pool, 'scheduler'),
    topics: [topicNames.auctionEvents],
    decode: (message) => (movesTimetable(message.headers.ce_type) ? auctionEventFromWire(message) : undefined),
    paceMs,
    handle: (events) => applyChanges(pool, foldChanges(events.filter((event) => event !== undefined))),
    isTransient,
    onFatal,
  })
}
