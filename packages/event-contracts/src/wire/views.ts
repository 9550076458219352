import { toHeaders, type WireMessage } from './cloudEvents.ts'
import type { Metadata } from './metadata.ts'

/** A view that is keyed by what it shows and told again at each of its versions. */
type KeyedView = {
  type: string
  data: { id: string; version: number; updatedAt: string }
  metadata: Metadata
}

export function keyedViewToWire(
  topic: string,
  schemaVersion: number,
  { type, data, metadata }: KeyedView,
): WireMessage {
  const envelope = {
    id: `${data.id}:${data.version}`,
    type,
    schemaVersion,
    subject: data.id,
    version: data.version,
    occurredAt: data.updatedAt,
    metadata,
  }
  return { topic, key: data.id, value: Buffer.from(JSON.stringify(data)), headers: toHeaders('projector', envelope) }
}
