import { groupOfEpoch, isTransient } from '@gavel/database'
import { catalogEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, MessageProducer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import { MissingEvents } from '../auction/missingEvents.ts'
import { ViewsUndelivered } from '../auction/publishViews.ts'
import { projectCatalog } from './projectCatalog.ts'

/** Follows the catalogue, as one of the group `projector.catalog`. `maxAttempts`: tries of a batch; about 10 s of them. */
export async function startCatalog(options: {
  pool: pg.Pool
  messaging: Messaging
  producer: MessageProducer
  maxAttempts?: number
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { pool, messaging, producer, maxAttempts, onFatal } = options
  return messaging.consume({
    groupId: await groupOfEpoch(pool, 'projector.catalog'),
    topics: [topicNames.catalogEvents],
    decode: catalogEventFromWire,
    handle: (events) => projectCatalog({ pool, producer }, events),
    isTransient: (error) => error instanceof MissingEvents || error instanceof ViewsUndelivered || isTransient(error),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    onFatal,
  })
}
