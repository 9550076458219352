import { auctionCommandToWire, type WireMessage } from '@gavel/event-contracts'
import type { ClaimedEntry } from '../timetable/entry.ts'

/** The command of a claimed entry. Sent again it is the same command: same id, so logs and traces show one thing. */
export function commandFor(entry: ClaimedEntry, now: Date): WireMessage {
  const { streamId, kind, dueAt } = entry
  const id = `auction.${kind}:${streamId}:${dueAt.getTime()}`
  return auctionCommandToWire('scheduler', {
    type: `auction.${kind}`,
    id,
    data: { auctionId: streamId, dueAt: dueAt.toISOString() },
    occurredAt: now.toISOString(),
    metadata: { actor: 'service:scheduler', correlationId: id },
  })
}
