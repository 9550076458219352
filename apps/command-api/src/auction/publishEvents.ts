import { auctionEventToWire, metadata } from '@gavel/event-contracts'
import type { OutboxRecord } from '@gavel/event-store'
import { isRefused, type MessageProducer } from '@gavel/messaging'
import { z } from 'zod'

/** Sends stored events to their topic, in the order they come. */
export const publishEvents =
  (producer: MessageProducer) =>
  (records: readonly OutboxRecord[]): Promise<void> =>
    producer.send(records.map((record) => auctionEventToWire({ ...record, metadata: metadata.parse(record.metadata) })))

/** Kafka away, slow or short of a topic will pass; an event it refuses, or whose metadata cannot be read, will not. */
export const mayPublishLater = (error: unknown): boolean => !isRefused(error) && !(error instanceof z.ZodError)
