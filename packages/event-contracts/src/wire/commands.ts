import { toHeaders, type WireMessage } from './cloudEvents.ts'
import type { Metadata } from './metadata.ts'

type Command = { id: string; type: string; data: object; occurredAt: string; metadata: Metadata }

/** `subject`: the stream the command is for. The commands to one stream keep their order. */
export function commandToWire(
  { source, topic, schemaVersion, subject }: { source: string; topic: string; schemaVersion: number; subject: string },
  { id, type, data, occurredAt, metadata }: Command,
): WireMessage {
  const envelope = { id, type, schemaVersion, subject, version: 0, occurredAt, metadata }
  return { topic, key: subject, value: Buffer.from(JSON.stringify(data)), headers: toHeaders(source, envelope) }
}
