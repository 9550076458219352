import { auctionEventToWire, metadata } from '@gavel/event-contracts'
import type { OutboxRecord } from '@gavel/event-store'
import type { MessageProducer } from '@gavel/messaging'

/** Sends stored events to their topic, in the order they come. */
export const publishEvents =
  (producer: MessageProducer) =>
  (records: readonly OutboxRecord[]): Promise<void> =>
    producer.send(records.map((record) => auctionEventToWire({ ...record, metadata: metadata.parse(record.metadata) })))
