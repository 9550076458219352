import { openAdmin } from './admin.ts'
import { consume } from './consumer/consume.ts'
import { follow } from './consumer/follow.ts'
import { lagOfGroup } from './consumer/lag.ts'
import type { Context } from './context.ts'
import { checkLimitMs } from './limits.ts'
import type { MessagingLogger } from './logger.ts'
import { createNames } from './names.ts'
import type { MessagingObserver } from './observer.ts'
import { beginAt } from './operator/beginAt.ts'
import { createDeadLetters } from './operator/deadLetters.ts'
import { listGroups } from './operator/groups.ts'
import { createProducer } from './producer.ts'
import { openSender } from './sender.ts'
import { shared } from './shared.ts'
import { withTimeLimit } from './timeLimit.ts'
import { ensureTopics } from './topics.ts'
import type { MessagingTracer } from './tracer.ts'
import type { Messaging } from './types.ts'

export type MessagingOptions = {
  /** host:port, separated by commas */
  brokers: string
  clientId: string
  topicPrefix: string
  logger: MessagingLogger
  observer?: MessagingObserver
  tracer?: MessagingTracer | undefined
  /** Copies of each topic that ensureTopics creates; 1 when left out, 3 in production. */
  replicationFactor?: number
}

type Stoppable = { stop(): Promise<void> }

/** Nothing is connected before it is used. */
export function createMessaging(options: MessagingOptions): Messaging {
  const { brokers, clientId, topicPrefix, logger, observer = {}, tracer, replicationFactor = 1 } = options
  const client = { brokers, clientId, logger }
  const admin = shared(() => openAdmin(client))
  const deadLetters = shared(() => openSender(client))
  const context: Context = { client, observer, tracer, names: createNames(topicPrefix), admin: admin.get }
  const consumers = new Set<Stoppable>()
  const producers = new Set<Stoppable>()
  let pendingCheck: Promise<void> | undefined
  let stopped: Promise<void> | undefined

  async function keep<S extends Stoppable>(made: Set<Stoppable>, make: () => Promise<S>): Promise<S> {
    if (stopped) throw new Error('Messaging has stopped')
    const thing = await make()
    made.add(thing)
    if (!stopped) return thing
    await thing.stop()
    throw new Error('Messaging has stopped')
  }

  /** Consumers first: they may still have dead letters to send, and groups to delete. */
  async function stopAll(): Promise<void> {
    await stopEach(Array.from(consumers, (consumer) => consumer.stop()))
    await stopEach([
      ...Array.from(producers, (producer) => producer.stop()),
      deadLetters.current()?.then((it) => it.stop()),
    ])
    await stopEach([admin.current()?.then((it) => it.disconnect())])
  }

  async function stopEach(stops: readonly (Promise<void> | undefined)[]): Promise<void> {
    for (const result of await Promise.allSettled(stops)) {
      if (result.status === 'rejected') logger.warn({ err: result.reason }, 'a part of messaging did not stop in time')
    }
  }

  async function roundTrip(): Promise<void> {
    const connected = await admin.get()
    await connected.describeCluster()
  }

  return {
    ensureTopics: (specs) => ensureTopics(context, specs, replicationFactor),
    createProducer: () => keep(producers, () => createProducer(context)),
    consume: (handler) => keep(consumers, async () => consume(context, await deadLetters.get(), handler)),
    follow: (handler) => keep(consumers, () => follow(context, handler)),
    groupLag: async (groupId, topics) =>
      lagOfGroup(await admin.get(), context.names.full(groupId), topics.map(context.names.full)),
    beginAt: (groupId, topics, since) => beginAt(context, groupId, topics, since),
    groups: (topics) => listGroups(context, topics),
    deadLetters: createDeadLetters(context, deadLetters.get),
    check() {
      // One question at a time, however often it is asked of a broker that does not answer.
      pendingCheck ??= roundTrip().finally(() => {
        pendingCheck = undefined
      })
      const asked = pendingCheck
      return withTimeLimit('ask Kafka for its metadata', checkLimitMs, () => asked)
    },
    stop() {
      stopped ??= stopAll()
      return stopped
    },
  }
}
