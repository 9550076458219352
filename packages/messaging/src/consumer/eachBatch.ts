import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs, { type EachBatchHandler, type EachBatchPayload, type KafkaMessage } from 'kafkajs'
import { chunks } from '../chunks.ts'
import { type Traced, traced } from '../tracer.ts'
import type { Entry, Source } from './entry.ts'
import { isGroupError } from './groupErrors.ts'
import { keepBeating } from './heartbeat.ts'
import type { Membership } from './membership.ts'
import { type Pace, restMs } from './pace.ts'
import type { Positions } from './positions.ts'
import { processChunk, type Stage } from './processChunk.ts'

/** What differs between a group and a follower. */
export type Flow<T> = Pace & {
  maxBatch: number
  /** `traceparent`: in place of the message's own. */
  read(source: Source, message: KafkaMessage, traceparent: string | undefined): Entry<T>
  stage(topic: string): Stage<T>
  /** Makes progress last, as far as that is wanted: a group commits. */
  settle(payload: EachBatchPayload, next: bigint): Promise<void>
  shorten(topic: string): string
  handled(event: { topic: string; count: number; durationMs: number }): void
  /** `sinceMs`: when the oldest message in hand was sent; null when none is. */
  inHand(source: Source, sinceMs: number | null): void
  /** Begins what follows the messages of a chunk of a topic by its short name, when somebody does. */
  trace?: ((topic: string, messages: readonly KafkaMessage[]) => Traced) | undefined
}

/** Handles one fetched batch of one partition, chunk by chunk; kafkajs never has two of a partition in hand. */
export function createEachBatch<T>(flow: Flow<T>, membership: Membership, positions: Positions): EachBatchHandler {
  /** A message is passed in kafkajs's eyes only when it is so in the group's: else an idle log would keep it uncommitted. */
  async function settle(payload: EachBatchPayload, lastOffset: string, generation: number): Promise<void> {
    const next = BigInt(lastOffset) + 1n
    // Where a topic is on several brokers kafkajs can join again while a batch is in hand. The partition may be another's
    // by now: its next owner begins at the last commit, and must not be set back.
    if (membership.generation() !== generation) return
    try {
      await flow.settle(payload, next)
    } catch (error) {
      if (isGroupError(error)) membership.interrupt(error)
      throw error
    }
    if (membership.generation() !== generation) return
    payload.resolveOffset(lastOffset)
    positions.set(payload.batch.topic, payload.batch.partition, next)
  }

  async function runChunk(payload: EachBatchPayload, source: Source, messages: readonly KafkaMessage[]) {
    const span = flow.trace?.(source.shortTopic, messages)
    await traced(span, () => handleChunk(payload, source, messages, span?.traceparents))
  }

  async function handleChunk(
    payload: EachBatchPayload,
    source: Source,
    messages: readonly KafkaMessage[],
    traceparents: Traced['traceparents'] | undefined,
  ) {
    const startedAt = performance.now()
    const generation = membership.generation()
    const entries = messages.map((message, index) => flow.read(source, message, traceparents?.[index]))
    const { finished, end } = await processChunk(source, entries, flow.stage(source.topic))
    const last = messages[finished - 1]
    if (last) {
      await settle(payload, last.offset, generation)
      flow.handled({ topic: source.shortTopic, count: finished, durationMs: performance.now() - startedAt })
    }
    if (end.kind !== 'exhausted') return
    membership.fail(end.error)
    // Not retriable, and without a cause that is: kafkajs leaves the group and does not come back.
    throw new kafkajs.KafkaJSNonRetriableError(`The handler of ${source.topic} has given up`)
  }

  /**
   * kafkajs fetches again when all that it has fetched is done: what comes in this while makes up the next batch. Where
   * somebody waits, that is a part of the pace after a few messages: at a hundred a second no batch has to fill.
   */
  async function rest(count: number): Promise<void> {
    const leftMs = restMs(flow, count, membership.sinceFetchMs())
    if (leftMs > 0) await sleep(leftMs, undefined, { signal: membership.signal() }).catch(() => undefined)
  }

  return async (payload) => {
    const { topic, partition, messages } = payload.batch
    const source: Source = { topic, shortTopic: flow.shorten(topic), partition }
    const heartbeat = keepBeating(payload, membership)
    const generation = membership.generation()
    const mayGoOn = () =>
      membership.generation() === generation && !membership.interrupted() && payload.isRunning() && !payload.isStale()
    try {
      for (const chunk of chunks(messages, flow.maxBatch)) {
        await heartbeat.beat()
        if (!mayGoOn()) break
        if (chunk[0]) flow.inHand(source, Number(chunk[0].timestamp))
        await runChunk(payload, source, chunk)
      }
      flow.inHand(source, null)
      if (mayGoOn()) await rest(messages.length)
    } finally {
      flow.inHand(source, null)
      heartbeat.stop()
    }
    const rejoin = membership.rejoinError()
    if (rejoin !== undefined) throw rejoin
  }
}
