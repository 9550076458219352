import { topicNames } from '../topics.ts'
import { fromWire, type WireInput, type WireMessage } from '../wire/cloudEvents.ts'
import { commandToWire } from '../wire/commands.ts'
import type { Metadata } from '../wire/metadata.ts'
import { lifted } from '../wire/versions.ts'
import { type AuctionCommand, auctionCommand, auctionCommandVersions } from './commands.ts'

export type AuctionCommandMessage = AuctionCommand & { id: string; occurredAt: string; metadata: Metadata }

export function auctionCommandToWire(source: string, message: AuctionCommandMessage): WireMessage {
  const schemaVersion = auctionCommandVersions[message.type].current
  const subject = message.data.auctionId
  return commandToWire({ source, topic: topicNames.auctionCommands, schemaVersion, subject }, message)
}

/** @throws when the message is broken or unknown. */
export function auctionCommandFromWire(input: WireInput): AuctionCommandMessage {
  const { envelope, data } = fromWire(input)
  const { type, schemaVersion } = envelope
  const message = lifted('auction command', auctionCommandVersions, { type, schemaVersion, data })
  const command = auctionCommand.parse(message)
  return { ...command, id: envelope.id, occurredAt: envelope.occurredAt, metadata: envelope.metadata }
}
