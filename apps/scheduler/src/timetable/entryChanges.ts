import type { AuctionEvent, OrderEvent } from '@gavel/event-contracts'
import type { EntryChange } from './entry.ts'

type Logged = AuctionEvent | OrderEvent

/** Nothing falls due by these, and nearly all that happens are bids. */
const meaningless = [
  'bid.placed',
  'bid.retracted',
  'auction.sold',
  'sale.failed',
  'order.payment_started',
  'order.payment_declined',
] as const satisfies readonly Logged['type'][]

const skipped: ReadonlySet<string> = new Set(meaningless)

/** Whether events of this type can move anything in the timetable. */
export const movesTimetable = (type: string | undefined): boolean => type === undefined || !skipped.has(type)

type Meaningless = { type: (typeof meaningless)[number] }
const isMeaningless = (event: Logged): event is Extract<Logged, Meaningless> => skipped.has(event.type)

/** What one event means for the timetable. */
export function changesOf(event: Logged): readonly EntryChange[] {
  if (isMeaningless(event)) return []
  return 'orderId' in event ? changesOfOrder(event) : changesOfLot(event)
}

function changesOfOrder(event: Exclude<OrderEvent, Meaningless>): readonly EntryChange[] {
  const { orderId, version } = event
  const expiry = { subjectId: orderId, streamId: orderId, kind: 'expire' as const }
  switch (event.type) {
    case 'order.created':
      return [{ ...expiry, done: false, version, dueAt: event.data.payableUntil }]
    case 'order.paid':
    case 'order.cancelled':
    case 'order.expired':
      return [{ ...expiry, done: true }]
    default:
      return event satisfies never
  }
}

function changesOfLot(event: Exclude<AuctionEvent, Meaningless>): readonly EntryChange[] {
  const { auctionId: streamId, version } = event
  const lot = { subjectId: streamId, streamId }
  const dueAt = (instant: string) => ({ done: false as const, version, dueAt: instant })
  switch (event.type) {
    case 'auction.listed':
    case 'auction.revised':
      return [
        { ...lot, kind: 'open', ...dueAt(event.data.startsAt) },
        { ...lot, kind: 'close', ...dueAt(event.data.endsAt) },
      ]
    case 'auction.opened':
      return [{ ...lot, kind: 'open', done: true }]
    case 'auction.extended':
      return [{ ...lot, kind: 'close', ...dueAt(event.data.endsAt) }]
    case 'auction.bought_now':
    case 'auction.closed':
    case 'auction.cancelled':
      return [
        { ...lot, kind: 'open', done: true },
        { ...lot, kind: 'close', done: true },
      ]
    case 'offer.made':
      return [{ subjectId: event.data.offerId, streamId, kind: 'lapse', ...dueAt(event.data.expiresAt) }]
    case 'offer.accepted':
    case 'offer.lapsed':
      return [{ subjectId: event.data.offerId, streamId, kind: 'lapse', done: true }]
    default:
      return event satisfies never
  }
}

/** Due times that are overtaken in the same batch, by a newer one or by the end, are never written. */
function merged(known: EntryChange | undefined, change: EntryChange): EntryChange {
  if (known === undefined || change.done) return change
  return known.done || known.version >= change.version ? known : change
}

/** Folds a batch of events into at most one change for each entry, in whatever order they come. */
export function foldChanges(events: readonly Logged[]): readonly EntryChange[] {
  const changes = new Map<string, EntryChange>()
  for (const event of events) {
    for (const change of changesOf(event)) {
      const key = `${change.subjectId} ${change.kind}`
      changes.set(key, merged(changes.get(key), change))
    }
  }
  return [...changes.values()]
}
