import { topicNames } from '../topics.ts'
import { fromWire, toHeaders, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type AuctionCommand, auctionCommand, auctionCommandVersions } from './commands.ts'

export type AuctionCommandMessage = AuctionCommand & { id: string; occurredAt: string; metadata: Metadata }

export function auctionCommandToWire(source: string, message: AuctionCommandMessage): WireMessage {
  const { id, type, data, occurredAt, metadata } = message
  const schemaVersion = auctionCommandVersions[type].current
  const envelope = { id, type, schemaVersion, subject: data.auctionId, version: 0, occurredAt, metadata }
  return {
    topic: topicNames.auctionCommands,
    key: data.auctionId,
    value: Buffer.from(JSON.stringify(data)),
    headers: toHeaders(source, envelope),
  }
}

/** @throws when the message is broken or unknown. */
export function auctionCommandFromWire(input: WireInput): AuctionCommandMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion } = envelope
  const message = lifted('auction command', auctionCommandVersions, { type, schemaVersion, data })
  const command = auctionCommand.parse(message)
  return { ...command, id: envelope.id, occurredAt: envelope.occurredAt, metadata: envelope.metadata }
}
