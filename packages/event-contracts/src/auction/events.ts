import { topicNames } from '../topics.ts'
import { fromWire, toHeaders, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type AuctionFact, auctionFact, auctionFactVersions } from './facts.ts'

/** A fact as command-api hands it to the event store. */
export type AuctionEventDraft = AuctionFact & {
  id: string
  schemaVersion: number
  occurredAt: string
  metadata: Metadata
}

/** A fact with its place in the lot's stream: versions are 1, 2, 3 … without a gap. */
export type AuctionEvent = AuctionFact & {
  id: string
  auctionId: string
  version: number
  occurredAt: string
  metadata: Metadata
}

export function draftAuctionEvent(
  fact: AuctionFact,
  facets: { id: string; occurredAt: string; metadata: Metadata },
): AuctionEventDraft {
  return { ...fact, ...facets, schemaVersion: auctionFactVersions[fact.type].current }
}

/**
 * Reads stored or received data as a fact of the newest schema version.
 *
 * @throws when the type is unknown, its version cannot be lifted, or the data does not fit: the message is broken.
 */
export function readAuctionFact(type: string, schemaVersion: number, data: unknown): AuctionFact {
  return auctionFact.parse(lifted('auction event', auctionFactVersions, { type, schemaVersion, data }))
}

/** What the outbox relay needs to publish an event: its data stays the JSON text that was stored. */
export type StoredAuctionEvent = {
  eventId: string
  streamId: string
  version: number
  type: string
  schemaVersion: number
  occurredAt: string
  dataJson: string
  metadata: Metadata
}

export function auctionEventToWire(stored: StoredAuctionEvent): WireMessage {
  return {
    topic: topicNames.auctionEvents,
    key: stored.streamId,
    value: Buffer.from(stored.dataJson),
    headers: toHeaders('command-api', { ...stored, id: stored.eventId, subject: stored.streamId }),
  }
}

/** @throws when the message is broken or unknown. */
export function auctionEventFromWire(input: WireInput): AuctionEvent {
  const { envelope, data } = fromWire(input)
  if (envelope.version < 1) throw new Error('an event has a version from 1 on')
  return {
    ...readAuctionFact(envelope.type, envelope.schemaVersion, data),
    id: envelope.id,
    auctionId: envelope.subject,
    version: envelope.version,
    occurredAt: envelope.occurredAt,
    metadata: envelope.metadata,
  }
}
