import type { Context } from '../context.ts'
import { toDeadLetter } from '../deadLetter.ts'
import { idsIn } from '../headers.ts'
import { maxBatchDefault } from '../limits.ts'
import type { Sender } from '../sender.ts'
import type { ConsumeOptions, MessageConsumer } from '../types.ts'
import { commit } from './commit.ts'
import { createEachBatch } from './eachBatch.ts'
import { readEntry } from './entry.ts'
import { handlingTracer } from './handlingTracer.ts'
import { lagOf } from './lag.ts'
import { createMembership } from './membership.ts'
import { paceOf } from './pace.ts'
import { createPositions } from './positions.ts'
import type { Refusal } from './refusal.ts'
import { createStage } from './stage.ts'
import { startConsumer } from './start.ts'

/** A member of a group that passes over nothing: a message is handled, or in the dead-letter topic, before its offset is committed. */
export async function consume<T>(
  context: Context,
  sender: Sender,
  handler: ConsumeOptions<T>,
): Promise<MessageConsumer> {
  const { names, observer, client } = context
  const group = handler.groupId
  const groupId = names.full(group)
  const membership = createMembership(handler.onFatal)
  const positions = createPositions()

  async function refuse(refusals: readonly Refusal[]): Promise<void> {
    await sender.send(refusals.map((refusal) => toDeadLetter(refusal, groupId, new Date())))
    for (const { topic, partition, message, reason, error } of refusals) {
      logRefusal({ topic, partition, offset: message.offset, reason, err: error, group, ...idsIn(message) })
      observer.deadLettered?.({ group, topic: names.short(topic), reason, count: 1 })
    }
  }

  function logRefusal(fields: object): void {
    client.logger.error(fields, 'a message was put into the dead-letter topic')
  }

  const eachBatch = createEachBatch<T>(
    {
      maxBatch: handler.maxBatch ?? maxBatchDefault,
      ...paceOf(handler),
      read: (source, message, traceparent) => readEntry(source, message, handler.decode, traceparent),
      stage: createStage({ context, membership, group, handler, refuse }),
      settle: commit,
      shorten: names.short,
      handled: (event) => observer.batchHandled?.({ group, ...event }),
      inHand: ({ shortTopic: topic, partition }, sinceMs) => observer.inHand?.({ group, topic, partition, sinceMs }),
      trace: handlingTracer(context, group),
    },
    membership,
    positions,
  )
  const { stop } = await startConsumer({
    context,
    membership,
    groupId,
    topics: handler.topics.map(names.full),
    eachBatch,
    // Another member may have gone on with the partitions meanwhile.
    onJoined: () => positions.clear(),
  })
  return {
    check: async () => membership.check(),
    lag: () => lagOf({ admin: context.admin, groupId, membership, positions }),
    stop,
  }
}
