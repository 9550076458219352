import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, migrate } from '@gavel/database'
import {
  type AuctionEvent,
  type AuctionViewMessage,
  auctionFactVersions,
  auctionViewFromWire,
  type MemberEvent,
  type MemberViewMessage,
  memberFactVersions,
  memberViewFromWire,
  storedEventToWire,
  topicNames,
  topicSpecs,
} from '@gavel/event-contracts'
import { createScope } from '@gavel/local-stack'
import { createMessaging, type MessageProducer, type Messaging } from '@gavel/messaging'
import { createLogger, createMetrics } from '@gavel/service-kit'
import type pg from 'pg'
import { startMembers } from '../src/member/startMembers.ts'
import { createProjectorMetrics } from '../src/metrics.ts'
import { startProjector } from '../src/projector.ts'

export const migrations = join(import.meta.dirname, '..', 'prisma', 'migrations')
export const prismaSchema = join(import.meta.dirname, '..', 'prisma', 'schema.prisma')
const logger = createLogger({ service: 'projector', level: 'fatal', pretty: false })

export type World = {
  pool: pg.Pool
  producer: MessageProducer
  /** As a process of its own would be connected. */
  connect(): Messaging
  append(events: readonly AuctionEvent[]): Promise<void>
  startProjector(options?: { maxAttempts?: number }): Promise<{ stop(): Promise<void>; failed: Promise<unknown> }>
  /** Everything that was ever published, in the order of each topic's partition. */
  views: AuctionViewMessage[]
  appendOfMember(events: readonly MemberEvent[]): Promise<void>
  startMembers(): Promise<{ stop(): Promise<void> }>
  /** Likewise of members. */
  memberViews: MemberViewMessage[]
  drop(): Promise<void>
}

/** A database and topics of its own. */
export async function createWorld(): Promise<World> {
  const scope = await createScope()
  const pool = createPool({
    connectionString: scope.databaseUrl('projector'),
    schema: 'projector',
    applicationName: 'projector',
  })
  await migrate(pool, { directory: migrations })
  const connected: Messaging[] = []
  const connect = (): Messaging => {
    const messaging = createMessaging({
      brokers: scope.addresses.kafkaBrokers,
      clientId: 'projector-test',
      topicPrefix: scope.topicPrefix,
      logger,
    })
    connected.push(messaging)
    return messaging
  }
  const messaging = connect()
  await messaging.ensureTopics(topicSpecs)
  const producer = await messaging.createProducer()
  const views: AuctionViewMessage[] = []
  await messaging.consume({
    groupId: 'watcher',
    topics: [topicNames.auctionViews, topicNames.bidViews],
    decode: auctionViewFromWire,
    handle: async (batch) => void views.push(...batch),
    isTransient: () => false,
    onFatal: (error) => logger.fatal({ err: error }, 'the watcher failed'),
  })
  const memberViews: MemberViewMessage[] = []
  await messaging.consume({
    groupId: 'member-watcher',
    topics: [topicNames.userViews],
    decode: memberViewFromWire,
    handle: async (batch) => void memberViews.push(...batch),
    isTransient: () => false,
    onFatal: (error) => logger.fatal({ err: error }, 'the watcher of members failed'),
  })

  return {
    pool,
    producer,
    connect,
    views,
    memberViews,
    async appendOfMember(events) {
      const messages = events.map((event) =>
        storedEventToWire({
          ...event,
          topic: topicNames.userEvents,
          eventId: event.id,
          streamId: event.userId,
          schemaVersion: memberFactVersions[event.type].current,
          dataJson: JSON.stringify(event.data),
        }),
      )
      await producer.send(messages)
    },
    async startMembers() {
      const own = connect()
      const onFatal = (error: unknown) => logger.fatal({ err: error }, 'members can not go on')
      await startMembers({ pool, messaging: own, producer: await own.createProducer(), onFatal })
      return { stop: () => own.stop() }
    },
    async append(events) {
      const messages = events.map((event) =>
        storedEventToWire({
          ...event,
          topic: topicNames.auctionEvents,
          eventId: event.id,
          streamId: event.auctionId,
          schemaVersion: auctionFactVersions[event.type].current,
          dataJson: JSON.stringify(event.data),
        }),
      )
      await producer.send(messages)
    },
    async startProjector({ maxAttempts = 10 } = {}) {
      const own = connect()
      const failed = Promise.withResolvers<unknown>()
      await startProjector({
        pool,
        messaging: own,
        producer: await own.createProducer(),
        metrics: createProjectorMetrics(createMetrics('projector'), Date.now),
        maxAttempts,
        onFatal: failed.resolve,
      })
      return { stop: () => own.stop(), failed: failed.promise }
    },
    async drop() {
      await Promise.all(connected.map((one) => one.stop()))
      await pool.end()
      await scope.drop()
    },
  }
}

/** Waits until it is true, at most 20 s. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadlineMs = Date.now() + 20_000; !(await isTrue()); await sleep(20)) {
    if (Date.now() > deadlineMs) throw new Error(`not within 20 s: ${what}`)
  }
}
