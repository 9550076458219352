import type { WireInput } from '../wire/cloudEvents.ts'
import { draftEvent, type EventDraftOf, type EventOf } from '../wire/drafts.ts'
import { eventFromWire } from '../wire/events.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type CatalogFact, catalogFact, catalogFactVersions } from './facts.ts'

export type CatalogEventDraft = EventDraftOf<CatalogFact>
export type CatalogEvent = EventOf<CatalogFact> & { streamId: string }

export const draftCatalogEvent = (
  fact: CatalogFact,
  facets: { id: string; occurredAt: string; metadata: Metadata },
): CatalogEventDraft => draftEvent(catalogFactVersions, fact, facets)

/** @throws as readAuctionFact does. */
export function readCatalogFact(type: string, schemaVersion: number, data: unknown): CatalogFact {
  return catalogFact.parse(lifted('catalogue event', catalogFactVersions, { type, schemaVersion, data }))
}

/** @throws when the message is broken or unknown. */
export function catalogEventFromWire(input: WireInput): CatalogEvent {
  const { fact, streamId, place } = eventFromWire(input, readCatalogFact)
  return { ...fact, ...place, streamId }
}
