import type { WireInput } from '../wire/cloudEvents.ts'
import { draftEvent, type EventDraftOf, type EventOf } from '../wire/drafts.ts'
import { eventFromWire } from '../wire/events.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type AuctionFact, auctionFact, auctionFactVersions } from './facts.ts'

/** A fact as command-api hands it to the event store. */
export type AuctionEventDraft = EventDraftOf<AuctionFact>

/** A fact with its place in the lot's stream. */
export type AuctionEvent = EventOf<AuctionFact> & { auctionId: string }

export const draftAuctionEvent = (
  fact: AuctionFact,
  facets: { id: string; occurredAt: string; metadata: Metadata },
): AuctionEventDraft => draftEvent(auctionFactVersions, fact, facets)

/**
 * Reads stored or received data as a fact of the newest schema version.
 *
 * @throws when the type is unknown, its version cannot be lifted, or the data does not fit: the message is broken.
 */
export function readAuctionFact(type: string, schemaVersion: number, data: unknown): AuctionFact {
  return auctionFact.parse(lifted('auction event', auctionFactVersions, { type, schemaVersion, data }))
}

/** @throws when the message is broken or unknown. */
export function auctionEventFromWire(input: WireInput): AuctionEvent {
  const { fact, streamId: auctionId, place } = eventFromWire(input, readAuctionFact)
  return { ...fact, ...place, auctionId }
}
