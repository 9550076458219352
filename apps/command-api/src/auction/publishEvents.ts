import { metadata, storedEventToWire } from '@gavel/event-contracts'
import type { OutboxRecord } from '@gavel/event-store'
import { isRefused, type MessageProducer, type Messaging } from '@gavel/messaging'
import { z } from 'zod'

/**
 * Sends stored events to their topic, in the order they come. The producer is made when there is something to send:
 * while Kafka is away that fails, the relay tries again, and nobody who bids has to wait for it.
 */
export function createPublisher(messaging: Pick<Messaging, 'createProducer'>) {
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

  return async (records: readonly OutboxRecord[]): Promise<void> => {
    const messages = records.map((record) =>
      storedEventToWire({ ...record, metadata: metadata.parse(record.metadata) }),
    )
    await (await connected()).send(messages)
  }
}

/** Kafka away, slow or short of a topic will pass; an event it refuses, or whose metadata cannot be read, will not. */
export const mayPublishLater = (error: unknown): boolean => !isRefused(error) && !(error instanceof z.ZodError)
