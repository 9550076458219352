import type { AuctionEvent, BidView, Metadata } from '@gavel/event-contracts'
import { bidViewOf } from './bidView.ts'
import { evolve, type LotProjection } from './lotProjection.ts'

export type NewBidder = { auctionId: string; bidderId: string; alias: number }

/** Entries of a lot's list that do not count any more since event `version`. */
export type Retraction = { auctionId: string; version: number; bidIds: readonly string[]; metadata: Metadata }

export type FoldedBatch = {
  /** Every lot that the batch touches, as it stands now. */
  touched: readonly LotProjection[]
  /** Those of them that the batch changed. */
  changed: readonly LotProjection[]
  newBids: readonly { view: BidView; metadata: Metadata }[]
  newBidders: readonly NewBidder[]
  /** Of all the batch, also of events seen before: their bids are marked and published once more. */
  retractions: readonly Retraction[]
  /** Events that were folded before: their effects are stored, but perhaps were not published. */
  seen: readonly AuctionEvent[]
}

/**
 * Folds events, in the order of their lots' streams, into the stored lots. `stored` must know the alias in a lot of
 * every bidder whom its events name, if he has one.
 *
 * @throws MissingEvents, or Error when the log is broken: see evolve.
 */
export function foldBatch(stored: ReadonlyMap<string, LotProjection>, events: readonly AuctionEvent[]): FoldedBatch {
  const lots = new Map<string, LotProjection>()
  const newBids = new Map<string, { view: BidView; metadata: Metadata }>()
  const retractions: Retraction[] = []
  const seen: AuctionEvent[] = []
  for (const event of events) {
    const before = lots.get(event.auctionId) ?? stored.get(event.auctionId)
    const after = evolve(before, event)
    lots.set(event.auctionId, after)
    if (event.type === 'bid.retracted') retractions.push(retractionOf(event, event.data.bidIds))
    if (after === before) {
      seen.push(event)
      continue
    }
    const view = bidViewOf(after, event)
    if (view !== undefined) newBids.set(view.id, { view, metadata: event.metadata })
  }
  for (const { bidIds, version } of retractions) {
    for (const id of bidIds) {
      const placed = newBids.get(id)
      // As in the tables, a mark once made stays.
      if (placed === undefined || placed.view.retractedVersion !== null) continue
      newBids.set(id, { ...placed, view: { ...placed.view, retractedVersion: version } })
    }
  }
  const touched = [...lots.values()]
  const changed = touched.filter((lot) => lot !== stored.get(lot.view.id))
  return {
    touched,
    changed,
    newBids: [...newBids.values()],
    newBidders: newBiddersOf(stored, changed),
    retractions,
    seen,
  }
}

const retractionOf = ({ auctionId, version, metadata }: AuctionEvent, bidIds: readonly string[]): Retraction => ({
  auctionId,
  version,
  bidIds,
  metadata,
})

function newBiddersOf(stored: ReadonlyMap<string, LotProjection>, changed: readonly LotProjection[]): NewBidder[] {
  return changed.flatMap((lot) => {
    const bidderCount = stored.get(lot.view.id)?.bidderCount ?? 0
    return [...lot.aliases]
      .filter(([, alias]) => alias > bidderCount)
      .map(([bidderId, alias]) => ({ auctionId: lot.view.id, bidderId, alias }))
  })
}
