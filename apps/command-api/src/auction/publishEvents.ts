import { metadata, type StoredEvent, storedEventToWire } from '@gavel/event-contracts'
import type { OutboxRecord } from '@gavel/event-store'
import { isRefused, type MessageProducer, type Messaging } from '@gavel/messaging'
import { beginBatch, type SpanStart, type Tracing } from '@gavel/service-kit'
import { z } from 'zod'

/**
 * Sends stored events to their topic, in the order they come. The producer is made when there is something to send:
 * while Kafka is away that fails, the relay tries again, and nobody who bids has to wait for it.
 * With `tracing`, how long each has waited in the outbox is a span in its trace.
 */
export function createPublisher(messaging: Pick<Messaging, 'createProducer'>, tracing?: Tracing) {
  let producer: Promise<MessageProducer> | undefined

  async function connected(): Promise<MessageProducer> {
    producer ??= messaging.createProducer()
    try {
      return await producer
    } catch (error) {
      producer = undefined
      throw error
    }
  }

  async function send(events: readonly StoredEvent[]): Promise<void> {
    await (await connected()).send(events.map(storedEventToWire))
  }

  return async (records: readonly OutboxRecord[]): Promise<void> => {
    const events = records.map((record) => ({ ...record, metadata: metadata.parse(record.metadata) }))
    if (tracing === undefined) return send(events)
    const spans = beginBatch(tracing, events.map(outboxSpan))
    try {
      await send(events.map((event, index) => carrying(event, spans.traceparents[index])))
      spans.end()
    } catch (failed) {
      spans.end({ failed })
      throw failed
    }
  }
}

/** Kafka away, slow or short of a topic will pass; an event it refuses, or whose metadata cannot be read, will not. */
export const mayPublishLater = (error: unknown): boolean => !isRefused(error) && !(error instanceof z.ZodError)

/** From when the event occurred, of which the append is the first part. */
const outboxSpan = ({
  metadata: { traceparent },
  occurredAt,
  topic,
  type,
  version,
}: StoredEvent): SpanStart | undefined =>
  traceparent === undefined
    ? undefined
    : {
        name: 'outbox',
        kind: 'internal',
        parent: traceparent,
        startedAtMs: Date.parse(occurredAt),
        attributes: { 'gavel.topic': topic, 'gavel.event': type, 'gavel.version': version },
      }

const carrying = (event: StoredEvent, traceparent: string | undefined): StoredEvent =>
  traceparent === undefined ? event : { ...event, metadata: { ...event.metadata, traceparent } }
