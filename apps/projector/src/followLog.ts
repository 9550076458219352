import { groupOfEpoch, isTransient } from '@gavel/database'
import type { MessageConsumer, MessageProducer, Messaging, PaceOptions, ReceivedMessage } from '@gavel/messaging'
import type pg from 'pg'
import { MissingEvents } from './auction/missingEvents.ts'
import { ViewsUndelivered } from './auction/publishViews.ts'

export type LogOptions = {
  pool: pg.Pool
  messaging: Messaging
  producer: MessageProducer
  /** Tries of a batch before the service gives up; about 10 s of them when left out. */
  maxAttempts?: number
  /** Tables that have all before begin with what was sent since then, instead of with the beginning of the log. */
  since?: Date
  /** The service can not go on; nothing was passed over. */
  onFatal(error: unknown): void
}

type Log<Event> = PaceOptions & {
  /** Each partition is folded by one of the group, in order. */
  group: string
  topic: string
  read(message: ReceivedMessage): Event
  project(stores: { pool: pg.Pool; producer: MessageProducer }, events: readonly Event[]): Promise<void>
}

/** Follows one of the logs, also after tables that were made anew: then from its beginning. Resolves once it is in the group. */
export async function followLog<Event>(
  { pool, messaging, producer, maxAttempts, since, onFatal }: LogOptions,
  { group, topic, read, project, ...pace }: Log<Event>,
): Promise<MessageConsumer> {
  const groupId = await groupOfEpoch(pool, group)
  if (since !== undefined) await messaging.beginAt(groupId, [topic], since)
  return messaging.consume({
    groupId,
    topics: [topic],
    decode: read,
    handle: (events) => project({ pool, producer }, events),
    isTransient: (error) => error instanceof MissingEvents || error instanceof ViewsUndelivered || isTransient(error),
    ...pace,
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    onFatal,
  })
}
