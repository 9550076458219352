import type { AuctionEvent } from '@gavel/event-contracts'
import type { EntryChange } from './entry.ts'

/** What one event of a lot means for the timetable. Most are bids, and mean nothing. */
export function changesOf(event: AuctionEvent): readonly EntryChange[] {
  const { auctionId: streamId, version } = event
  switch (event.type) {
    case 'auction.listed':
      return [
        { streamId, kind: 'open', done: false, version, dueAt: event.data.startsAt },
        { streamId, kind: 'close', done: false, version, dueAt: event.data.endsAt },
      ]
    case 'auction.opened':
      return [{ streamId, kind: 'open', done: true }]
    case 'auction.bought_now':
    case 'auction.closed':
      return [
        { streamId, kind: 'open', done: true },
        { streamId, kind: 'close', done: true },
      ]
    case 'bid.placed':
      return []
    default:
      return event satisfies never
  }
}

/** Due times that are overtaken in the same batch, by a newer one or by the end, are never written. */
function newer(known: EntryChange | undefined, change: EntryChange): EntryChange {
  if (known === undefined || change.done) return change
  return known.done || known.version >= change.version ? known : change
}

/** Folds a batch of events into at most one change for each entry, in whatever order they come. */
export function foldChanges(events: readonly AuctionEvent[]): readonly EntryChange[] {
  const changes = new Map<string, EntryChange>()
  for (const event of events) {
    for (const change of changesOf(event)) {
      const key = `${change.streamId} ${change.kind}`
      changes.set(key, newer(changes.get(key), change))
    }
  }
  return [...changes.values()]
}
