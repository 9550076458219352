import type { Metadata } from './metadata.ts'
import type { VersionHistory } from './versions.ts'

/** A fact as command-api hands it to the event store. */
export type EventDraftOf<Fact extends { type: string }> = Fact & {
  id: string
  schemaVersion: number
  occurredAt: string
  metadata: Metadata
}

/** A fact with its place in its stream: versions are 1, 2, 3 … without a gap. */
export type EventOf<Fact extends { type: string }> = Fact & {
  id: string
  version: number
  occurredAt: string
  metadata: Metadata
}

export function draftEvent<Fact extends { type: string }>(
  versions: Readonly<Record<Fact['type'], VersionHistory>>,
  fact: Fact,
  facets: { id: string; occurredAt: string; metadata: Metadata },
): EventDraftOf<Fact> {
  const type: Fact['type'] = fact.type
  return { ...fact, ...facets, schemaVersion: versions[type].current }
}
