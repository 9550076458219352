import { type AuctionCommand, auctionCommandToWire, type WireMessage } from '@gavel/event-contracts'
import type { ClaimedEntry } from '../timetable/entry.ts'

/** The command of a claimed entry. Sent again it is the same command: same id, so logs and traces show one thing. */
export function commandFor(entry: ClaimedEntry, now: Date): WireMessage {
  const command = dueCommand(entry)
  const id = `${command.type}:${entry.subjectId}:${entry.dueAt.getTime()}`
  return auctionCommandToWire('scheduler', {
    ...command,
    id,
    occurredAt: now.toISOString(),
    metadata: { actor: 'service:scheduler', correlationId: id },
  })
}

function dueCommand({ kind, subjectId, auctionId, dueAt }: ClaimedEntry): AuctionCommand {
  const due = { auctionId, dueAt: dueAt.toISOString() }
  switch (kind) {
    case 'open':
      return { type: 'auction.open', data: due }
    case 'close':
      return { type: 'auction.close', data: due }
    case 'lapse':
      return { type: 'offer.lapse', data: { ...due, offerId: subjectId } }
    default:
      return kind satisfies never
  }
}
