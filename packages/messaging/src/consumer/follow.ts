import { randomUUID } from 'node:crypto'
import type { Consumer } from 'kafkajs'
import type { Context } from '../context.ts'
import { idsIn } from '../headers.ts'
import { adminLimitMs, groupDeletionLimitMs, maxBatchDefault } from '../limits.ts'
import { withTimeLimit } from '../timeLimit.ts'
import { offsetsOf } from '../topicOffsets.ts'
import type { FollowOptions, MessageConsumer } from '../types.ts'
import { createEachBatch } from './eachBatch.ts'
import { readEntry } from './entry.ts'
import { handlingTracer } from './handlingTracer.ts'
import { lagOf } from './lag.ts'
import { createMembership } from './membership.ts'
import { paceOf } from './pace.ts'
import { createPositions, type Positions } from './positions.ts'
import type { Refusal } from './refusal.ts'
import { createStage } from './stage.ts'
import { startConsumer } from './start.ts'

/**
 * A group of one that starts at the ends of the partitions as they are before it joins, and keeps its place in memory:
 * kafkajs's own "latest" is looked up at its first fetch, and again after each rebalance, and what comes before is lost.
 */
export async function follow<T>(context: Context, handler: FollowOptions<T>): Promise<MessageConsumer> {
  const { names, observer, client } = context
  const group = handler.name
  const groupId = names.full(`${handler.name}.follower.${randomUUID()}`)
  const topics = handler.topics.map(names.full)
  const membership = createMembership(handler.onFatal)
  const positions = createPositions()

  /** Nobody else would read a dead letter for a view that lives in memory; the group of the same topic puts it aside. */
  async function refuse(refusals: readonly Refusal[]): Promise<void> {
    for (const { topic, partition, message, reason, error } of refusals) {
      client.logger.error(
        { topic, partition, offset: message.offset, reason, err: error, group, ...idsIn(message) },
        'a message was skipped',
      )
      observer.skipped?.({ group, topic: names.short(topic), reason, count: 1 })
    }
  }

  /** A partition without a place is new since then: kafkajs reads it from its beginning. */
  function seek(consumer: Consumer): void {
    for (const [topic, partitions] of Object.entries(membership.assignment())) {
      for (const partition of partitions) {
        const next = positions.get(topic, partition)
        if (next !== undefined) consumer.seek({ topic, partition, offset: next.toString() })
      }
    }
  }

  const eachBatch = createEachBatch<T>(
    {
      maxBatch: handler.maxBatch ?? maxBatchDefault,
      ...paceOf(handler),
      read: (source, message, traceparent) => readEntry(source, message, handler.decode, traceparent),
      stage: createStage({ context, membership, group, handler, refuse }),
      settle: async () => undefined,
      shorten: names.short,
      handled: (event) => observer.batchHandled?.({ group, ...event }),
      inHand: ({ shortTopic: topic, partition }, sinceMs) => observer.inHand?.({ group, topic, partition, sinceMs }),
      trace: handlingTracer(context, group),
    },
    membership,
    positions,
  )
  await withTimeLimit('find the ends of the topics', adminLimitMs, (signal) =>
    setToEnds(context, topics, positions, signal),
  )
  const { stop } = await startConsumer({ context, membership, groupId, topics, eachBatch, onJoined: seek })
  const leave = async () => {
    await stop()
    await forget(context, groupId)
  }
  let stopped: Promise<void> | undefined
  return {
    check: async () => membership.check(),
    lag: () => lagOf({ admin: context.admin, groupId, membership, positions }),
    stop() {
      stopped ??= leave()
      return stopped
    },
  }
}

async function setToEnds(
  context: Context,
  topics: readonly string[],
  positions: Positions,
  signal: AbortSignal,
): Promise<void> {
  const admin = await context.admin()
  for (const topic of topics) {
    for (const { partition, high } of await offsetsOf(admin, topic, signal))
      positions.set(topic, partition, BigInt(high))
  }
}

/** Best effort: the broker forgets an empty group without offsets by itself after a while. */
async function forget({ admin, client }: Context, groupId: string): Promise<void> {
  try {
    await withTimeLimit('delete the group', groupDeletionLimitMs, async () => (await admin()).deleteGroups([groupId]))
  } catch (error) {
    client.logger.debug({ err: error, group: groupId }, 'the group of a follower was not deleted')
  }
}
