import { toHeaders, type WireMessage } from './cloudEvents.ts'
import type { Metadata } from './metadata.ts'

/** What the outbox relay needs to publish an event: its data stays the JSON text that was stored. */
export type StoredEvent = {
  topic: string
  eventId: string
  streamId: string
  version: number
  type: string
  schemaVersion: number
  occurredAt: string
  dataJson: string
  metadata: Metadata
}

export const storedEventToWire = (stored: StoredEvent): WireMessage => ({
  topic: stored.topic,
  key: stored.streamId,
  value: Buffer.from(stored.dataJson),
  headers: toHeaders('command-api', { ...stored, id: stored.eventId, subject: stored.streamId }),
})
