import type { BidView } from '@gavel/event-contracts'
import { bidAsOf } from './bidAsOf.ts'
import type { LotTimeline } from './lotTimeline.ts'
import { type Frame, fullEvent } from './sse.ts'

/** What a viewer without history is shown of it. */
export const shownBids = 20
/** Whoever missed more bids than this gets a snapshot: it is shorter. */
export const replayMax = 500

/**
 * What a viewer is sent on joining; undefined when he has all there is. `lastEventId` is the version he has, `older`
 * the stored bids after it, oldest first: needed where the timeline does not remember so far back.
 */
export function firstEvent(
  timeline: LotTimeline,
  lastEventId: number | undefined,
  older: readonly BidView[],
): Frame | undefined {
  const lot = timeline.current()
  const recent = timeline.recentBids()
  const latest = recent.slice(0, shownBids)
  if (lastEventId === undefined) return fullEvent('lot', lot, latest)
  if (lastEventId >= lot.version) return undefined
  // Bids that he has were retracted since.
  if (lastEventId < timeline.unchangedSince()) return fullEvent('snapshot', lot, latest)
  const reach = Math.max(lastEventId, older.at(-1)?.version ?? 0)
  // Too much, or the store is so far behind that there is a gap between its bids and the remembered ones.
  if (older.length > replayMax || reach < timeline.rememberedAfter()) return fullEvent('snapshot', lot, latest)
  const forgotten = older
    .filter((bid) => bid.version <= timeline.rememberedAfter())
    .map((bid) => bidAsOf(bid, lot.version))
    .toReversed()
  return fullEvent('lot', lot, [...recent.filter((bid) => bid.version > lastEventId), ...forgotten])
}
