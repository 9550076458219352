import { fromWire, type WireInput } from './cloudEvents.ts'
import type { Metadata } from './metadata.ts'

/** What is known of an event beside its fact and its stream. */
type EventPlace = { id: string; version: number; occurredAt: string; metadata: Metadata }

/**
 * A message of an events topic: its fact, as `read` understands it, its stream and its place in there.
 *
 * @throws when the message is broken or unknown.
 */
export function eventFromWire<Fact>(
  input: WireInput,
  read: (type: string, schemaVersion: number, data: unknown) => Fact,
): { fact: Fact; streamId: string; place: EventPlace } {
  const { envelope, data } = fromWire(input)
  const { id, type, schemaVersion, subject, version, occurredAt, metadata } = envelope
  if (version < 1) throw new Error('an event has a version from 1 on')
  return { fact: read(type, schemaVersion, data), streamId: subject, place: { id, version, occurredAt, metadata } }
}
