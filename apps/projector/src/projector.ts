import { groupOfEpoch, isTransient } from '@gavel/database'
import { auctionEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, MessageProducer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import { MissingEvents } from './auction/missingEvents.ts'
import { projectBatch } from './auction/projectBatch.ts'
import { ViewsUndelivered } from './auction/publishViews.ts'
import type { ProjectorMetrics } from './metrics.ts'

export type ProjectorOptions = {
  pool: pg.Pool
  messaging: Messaging
  producer: MessageProducer
  metrics: ProjectorMetrics
  /** Tries of a batch before the service gives up; about 10 s of them when left out. */
  maxAttempts?: number
  /** The service can not go on; nothing was passed over. */
  onFatal(error: unknown): void
}

/** Two of these (here and in query-api) are the most that a view is later for it, and only while bids pour in. */
const paceMs = 40

/**
 * Follows the log of auctions as one of the group `projector`: each partition is folded by one of them, in order.
 * Resolves once it is in the group.
 */
export async function startProjector(options: ProjectorOptions): Promise<MessageConsumer> {
  const { pool, messaging, producer, metrics, onFatal, maxAttempts } = options
  return messaging.consume({
    groupId: await groupOfEpoch(pool, 'projector'),
    topics: [topicNames.auctionEvents],
    decode: auctionEventFromWire,
    paceMs,
    async handle(events) {
      metrics.projected(await projectBatch({ pool, producer }, events))
    },
    isTransient: (error) => error instanceof MissingEvents || error instanceof ViewsUndelivered || isTransient(error),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    onFatal,
  })
}
