import { randomUUID } from 'node:crypto'
import type { KafkaMessage } from 'kafkajs'
import { createMembership } from '../consumer/membership.ts'
import { startConsumer } from '../consumer/start.ts'
import type { Context } from '../context.ts'
import { adminLimitMs, groupDeletionLimitMs, readLimitMs } from '../limits.ts'
import { withTimeLimit } from '../timeLimit.ts'
import { offsetsOf } from '../topicOffsets.ts'

/** What of a topic is read: the newest so many messages, or all there were when it began. The topic by its full name. */
type Tail = { topic: string; newest: number }

/** Where the one partition of a topic begins and ends now. */
async function range({ admin }: Context, { topic, newest }: Tail): Promise<{ from: bigint; end: bigint }> {
  return withTimeLimit(`find the end of ${topic}`, adminLimitMs, async (signal) => {
    const [only, ...more] = await offsetsOf(await admin(), topic, signal)
    if (only === undefined || more.length > 0) throw new Error(`${topic} has not one partition`)
    const low = BigInt(only.low)
    const end = BigInt(only.high)
    const wanted = end - BigInt(Math.min(newest, Number.MAX_SAFE_INTEGER))
    return { from: wanted > low ? wanted : low, end }
  })
}

/**
 * Hands over the messages of a topic of one partition, in order, up to its end as it is now; nothing is committed. What
 * `take` throws ends it. Rejects after two minutes.
 */
export async function readTopic(context: Context, tail: Tail, take: (message: KafkaMessage) => void): Promise<void> {
  const { from, end } = await range(context, tail)
  if (from >= end) return
  const groupId = context.names.full(`operator.${randomUUID()}`)
  const read = Promise.withResolvers<void>()
  read.promise.catch(() => undefined)
  const membership = createMembership(read.reject)
  const { stop } = await startConsumer({
    context,
    membership,
    groupId,
    topics: [tail.topic],
    onJoined: (consumer) => consumer.seek({ topic: tail.topic, partition: 0, offset: from.toString() }),
    async eachBatch({ batch, resolveOffset, heartbeat }) {
      try {
        for (const message of batch.messages) {
          const offset = BigInt(message.offset)
          if (offset >= from && offset < end) take(message)
          if (offset + 1n >= end) read.resolve()
          resolveOffset(message.offset)
        }
      } catch (error) {
        read.reject(error)
      }
      await heartbeat()
    },
  })
  try {
    await withTimeLimit(`read ${tail.topic}`, readLimitMs, () => read.promise)
  } finally {
    await stop()
    await forget(context, groupId)
  }
}

/** Best effort: the broker forgets an empty group without offsets by itself after a while. */
async function forget({ admin }: Context, groupId: string): Promise<void> {
  await withTimeLimit('delete the group', groupDeletionLimitMs, async () =>
    (await admin()).deleteGroups([groupId]),
  ).catch(() => undefined)
}
