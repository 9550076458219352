import {
  type AuctionCommandMessage,
  type AuctionEvent,
  auctionCommandFromWire,
  auctionEventFromWire,
  topicNames,
  type WireInput,
} from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { createLogger } from '@gavel/service-kit'
import type { Gavel } from './gavel.ts'

/** What comes on a topic from now on, as any other consumer would get it. */
export type TopicFollower<T> = {
  /** In the order of each partition; `partition` is which. */
  messages(): readonly (T & { partition: number })[]
  /** Messages that are there and have not been read yet. */
  lag(): Promise<number>
  stop(): Promise<void>
}

export const followEvents = (gavel: Gavel): Promise<TopicFollower<AuctionEvent>> =>
  followTopic(gavel, topicNames.auctionEvents, auctionEventFromWire)

export const followCommands = (gavel: Gavel): Promise<TopicFollower<AuctionCommandMessage>> =>
  followTopic(gavel, topicNames.auctionCommands, auctionCommandFromWire)

async function followTopic<T extends object>(
  gavel: Gavel,
  topic: string,
  read: (message: WireInput) => T,
): Promise<TopicFollower<T>> {
  const messaging = createMessaging({
    brokers: gavel.scope.addresses.kafkaBrokers,
    clientId: 'e2e',
    topicPrefix: gavel.scope.topicPrefix,
    logger: createLogger({ service: 'e2e', level: 'silent', pretty: false }),
  })
  const received: (T & { partition: number })[] = []
  const consumer = await messaging.follow({
    name: 'e2e',
    topics: [topic],
    decode: (message) => ({ ...read(message), partition: message.partition }),
    async handle(batch) {
      received.push(...batch)
    },
    isTransient: () => false,
    // Whoever waits for messages is told by his own time limit.
    onFatal: () => {},
  })
  return { messages: () => received, lag: () => consumer.lag(), stop: () => messaging.stop() }
}
