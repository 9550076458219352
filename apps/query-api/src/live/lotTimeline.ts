import type { BidView, LotView } from '@gavel/event-contracts'
import { bidAsOf } from './bidAsOf.ts'

/**
 * A lot that moved from one version to another, with the bids between them, newest first. `retracts`: bids were
 * retracted on the way. They need not be older than the step: a viewer may have come with some of its bids already.
 */
export type Step = { before: LotView; after: LotView; bids: readonly BidView[]; retracts: boolean }

/**
 * Puts the two topics back together. Lots and bids come in any order between them, twice or late; a step is made to
 * version v only when every bid up to v is there, and every retraction, by the lot's own counts. So whoever has seen
 * step v has seen all.
 */
export type LotTimeline = {
  /** The version shown last. */
  current(): LotView
  /** The newest version that is known, shown or not. */
  latest(): LotView
  /** The bids up to the current version that are remembered, newest first: at least all after `rememberedAfter`. */
  recentBids(): readonly BidView[]
  rememberedAfter(): number
  /** The version after which no bid was retracted: whoever has an older one has bids that changed since. */
  unchangedSince(): number
  offerLot(lot: LotView): void
  offerBid(bid: BidView): void
  /** The step that can be made now, if any. */
  advance(): Step | undefined
  /** A newer lot is known, but some of its bids are not. */
  isWaiting(): boolean
}

/** Enough for a viewer who was away for a moment not to need the store. */
const rememberedMax = 200
const pendingLotsMax = 64
/** A store that stands still must not fill the memory; what is dropped is read from it again later. */
const pendingBidsMax = 5_000

/**
 * `recent`: the newest bids up to the lot's version, as they are at it, newest first; `complete` when there are no older
 * ones.
 */
export function createLotTimeline(start: { lot: LotView; recent: readonly BidView[]; complete: boolean }): LotTimeline {
  let current = start.lot
  let recent = start.recent.slice(0, rememberedMax)
  let rememberedAfter = start.complete && recent.length === start.recent.length ? 0 : beforeOldest(recent, current)
  let unchangedSince = lastRetraction(start)
  /** Ascending in version. Not the newest alone: on a hot lot its bids are always still to come. */
  let pendingLots: LotView[] = []
  const pendingBids = new Map<number, BidView>()
  /** Bids as retracted, by their own version; also those that are still pending. */
  const pendingRetractions = new Map<number, BidView>()

  const bidsUpTo = (version: number): BidView[] =>
    [...pendingBids.values()].filter((bid) => bid.version <= version).sort((a, b) => b.version - a.version)

  const retractedUpTo = (version: number): BidView[] =>
    [...pendingRetractions.values()].filter(({ retractedVersion }) => (retractedVersion ?? 0) <= version)

  const asOf = (version: number, bids: readonly BidView[]): readonly BidView[] =>
    pendingRetractions.size === 0
      ? bids
      : bids.map((bid) => bidAsOf(pendingRetractions.get(bid.version) ?? bid, version))

  function stepTo(after: LotView): Step | undefined {
    const bids = asOf(after.version, bidsUpTo(after.version))
    if (bids.length < after.bidCount - current.bidCount) return undefined
    const retracted = retractedUpTo(after.version)
    if (retracted.length < after.retractedCount - current.retractedCount) return undefined
    return { before: current, after, bids, retracts: retracted.length > 0 }
  }

  function make(step: Step): Step {
    current = step.after
    const all = [...step.bids, ...asOf(current.version, recent)]
    for (const bid of step.bids) pendingBids.delete(bid.version)
    const retracted = retractedUpTo(current.version)
    if (retracted.length > 0) unchangedSince = current.version
    for (const bid of retracted) pendingRetractions.delete(bid.version)
    pendingLots = pendingLots.filter((lot) => lot.version > current.version)
    recent = all.slice(0, rememberedMax)
    const forgotten = all[rememberedMax]
    if (forgotten !== undefined) rememberedAfter = forgotten.version
    return step
  }

  return {
    current: () => current,
    latest: () => pendingLots.at(-1) ?? current,
    recentBids: () => recent,
    rememberedAfter: () => rememberedAfter,
    unchangedSince: () => unchangedSince,
    offerLot(lot) {
      if (lot.version <= (pendingLots.at(-1) ?? current).version) return
      pendingLots.push(lot)
      if (pendingLots.length > pendingLotsMax) pendingLots.shift()
    },
    offerBid(bid) {
      const { version, retractedVersion } = bid
      if (version > current.version && pendingBids.size < pendingBidsMax) pendingBids.set(version, bid)
      const isRetraction = retractedVersion !== null && retractedVersion > current.version
      if (isRetraction && pendingRetractions.size < pendingBidsMax) pendingRetractions.set(version, bid)
    },
    advance() {
      for (const lot of pendingLots.toReversed()) {
        const step = stepTo(lot)
        if (step !== undefined) return make(step)
      }
      return undefined
    },
    isWaiting: () => pendingLots.length > 0,
  }
}

/** The version of the last retraction; the lot's own when it is of a bid older than the recent ones. */
function lastRetraction({ lot, recent }: { lot: LotView; recent: readonly BidView[] }): number {
  const known = recent.flatMap(({ retractedVersion }) => retractedVersion ?? [])
  return known.length < lot.retractedCount ? lot.version : Math.max(0, ...known)
}

const beforeOldest = (bids: readonly BidView[], lot: LotView): number => (bids.at(-1)?.version ?? lot.version + 1) - 1
