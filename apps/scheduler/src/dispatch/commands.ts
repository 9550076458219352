import {
  type AuctionCommand,
  auctionCommandToWire,
  type OrderCommand,
  orderCommandToWire,
  type WireMessage,
} from '@gavel/event-contracts'
import type { ClaimedEntry } from '../timetable/entry.ts'

/** The command of a claimed entry. Sent again it is the same command: same id, so logs and traces show one thing. */
export function commandFor(entry: ClaimedEntry, now: Date): WireMessage {
  const command = dueCommand(entry)
  const id = `${command.type}:${entry.subjectId}:${entry.dueAt.getTime()}`
  const facets = { id, occurredAt: now.toISOString(), metadata: { actor: 'service:scheduler', correlationId: id } }
  return command.type === 'order.expire'
    ? orderCommandToWire('scheduler', { ...command, ...facets })
    : auctionCommandToWire('scheduler', { ...command, ...facets })
}

function dueCommand({ kind, subjectId, streamId, dueAt: at }: ClaimedEntry): AuctionCommand | OrderCommand {
  const dueAt = at.toISOString()
  const due = { auctionId: streamId, dueAt }
  switch (kind) {
    case 'open':
      return { type: 'auction.open', data: due }
    case 'close':
      return { type: 'auction.close', data: due }
    case 'lapse':
      return { type: 'offer.lapse', data: { ...due, offerId: subjectId } }
    case 'expire':
      return { type: 'order.expire', data: { orderId: streamId, dueAt } }
    default:
      return kind satisfies never
  }
}
