import { groupOfEpoch, isTransient } from '@gavel/database'
import { memberEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, MessageProducer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import { ViewsUndelivered } from '../auction/publishViews.ts'
import { projectMembers } from './projectMembers.ts'

/** Follows what members keep for themselves, as one of the group `projector.members`. */
export async function startMembers(options: {
  pool: pg.Pool
  messaging: Messaging
  producer: MessageProducer
  onFatal(error: unknown): void
}): Promise<MessageConsumer> {
  const { pool, messaging, producer, onFatal } = options
  return messaging.consume({
    groupId: await groupOfEpoch(pool, 'projector.members'),
    topics: [topicNames.userEvents],
    decode: memberEventFromWire,
    handle: (events) => projectMembers({ pool, producer }, events),
    isTransient: (error) => error instanceof ViewsUndelivered || isTransient(error),
    onFatal,
  })
}
