import { isTransient } from '@gavel/database'
import { auctionEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import { applyChanges } from './applyChanges.ts'
import { foldChanges } from './entryChanges.ts'

/** Keeps the timetable as the lots' events say. An instance more in the group takes over some of the partitions. */
export function consumeAuctionEvents(options: {
  messaging: Messaging
  pool: pg.Pool
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { messaging, pool, onFatal } = options
  return messaging.consume({
    groupId: 'scheduler',
    topics: [topicNames.auctionEvents],
    decode: auctionEventFromWire,
    handle: (events) => applyChanges(pool, foldChanges(events)),
    isTransient,
    onFatal,
  })
}
