import type { Consumer, EachBatchHandler } from 'kafkajs'
import { createClient } from '../client.ts'
import type { Context } from '../context.ts'
import {
  fetchMaxWaitMs,
  heartbeatIntervalMs,
  joinLimitMs,
  metadataMaxAgeMs,
  partitionsAtOnce,
  rebalanceTimeoutMs,
  sessionTimeoutMs,
  stopLimitMs,
} from '../limits.ts'
import { withTimeLimit } from '../timeLimit.ts'
import type { Membership } from './membership.ts'

type StartOptions = {
  context: Context
  membership: Membership
  groupId: string
  topics: readonly string[]
  eachBatch: EachBatchHandler
  /** Before the first fetch of each generation: the moment to seek. */
  onJoined(consumer: Consumer): void
}

/** Joins the group and resolves as a member; rejects when that takes too long. Returns what leaves it again. */
export async function startConsumer(options: StartOptions): Promise<{ stop(): Promise<void> }> {
  const { context, membership, groupId, topics, eachBatch } = options
  const logger = context.client.logger
  const consumer = createClient(context.client).consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    heartbeatInterval: heartbeatIntervalMs,
    metadataMaxAge: metadataMaxAgeMs,
    maxWaitTimeInMs: fetchMaxWaitMs,
    minBytes: 1,
    allowAutoTopicCreation: false,
    // Without this a consumer that crashes while it is being stopped comes back to life.
    retry: { retries: 5, restartOnFailure: async () => !membership.stopping() },
  })
  const first = Promise.withResolvers<void>()
  // It may be rejected before anybody waits for it.
  first.promise.catch(() => undefined)
  let started = false

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    membership.joined(payload.memberAssignment)
    options.onJoined(consumer)
    first.resolve()
    // kafkajs cannot stop in the middle of its first join: it would go on as a member nobody knows of.
    if (membership.stopping()) setImmediate(() => void leave())
  })
  consumer.on(consumer.events.FETCH, () => membership.fetched())
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    membership.left()
    if (restart || membership.stopping()) return
    if (!started) return first.reject(error)
    logger.error({ err: error, group: groupId }, 'the consumer has stopped for good')
    membership.fail(error)
  })

  async function leave(): Promise<void> {
    try {
      await withTimeLimit(`leave the group ${groupId}`, stopLimitMs, () => consumer.disconnect())
    } catch (error) {
      logger.warn({ err: error, group: groupId }, 'left without a farewell: what was in hand will come again')
    }
    membership.left()
  }

  try {
    await withTimeLimit(`join the group ${groupId}`, joinLimitMs, async () => {
      await consumer.connect()
      await consumer.subscribe({ topics: [...topics], fromBeginning: true })
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch,
      })
      await first.promise
      started = true
    })
  } catch (error) {
    membership.beginStop()
    await leave()
    throw error
  }

  let stopped: Promise<void> | undefined
  return {
    stop() {
      membership.beginStop()
      stopped ??= leave()
      return stopped
    },
  }
}
