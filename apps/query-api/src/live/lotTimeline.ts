import type { BidView, LotView } from '@gavel/event-contracts'

/** A lot that moved from one version to another, with the bids between them, newest first. */
export type Step = { before: LotView; after: LotView; bids: readonly BidView[] }

/**
 * Puts the two topics back together. Lots and bids come in any order between them, twice or late; a step is made to
 * version v only when every bid up to v is there, by the lot's own count. So whoever has seen step v has seen all.
 */
export type LotTimeline = {
  /** The version shown last. */
  current(): LotView
  /** The bids up to the current version that are remembered, newest first: at least all after `rememberedAfter`. */
  recentBids(): readonly BidView[]
  rememberedAfter(): number
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

/** `recent`: the newest bids up to the lot's version, newest first; `complete` when there are no older ones. */
export function createLotTimeline(start: { lot: LotView; recent: readonly BidView[]; complete: boolean }): LotTimeline {
  let current = start.lot
  let recent = start.recent.slice(0, rememberedMax)
  let rememberedAfter = start.complete && recent.length === start.recent.length ? 0 : beforeOldest(recent, current)
  /** Ascending in version. Not the newest alone: on a hot lot its bids are always still to come. */
  let pendingLots: LotView[] = []
  const pendingBids = new Map<number, BidView>()

  const bidsUpTo = (version: number): BidView[] =>
    [...pendingBids.values()].filter((bid) => bid.version <= version).sort((a, b) => b.version - a.version)

  function stepTo(after: LotView): Step | undefined {
    const bids = bidsUpTo(after.version)
    if (bids.length < after.bidCount - current.bidCount) return undefined
    return { before: current, after, bids }
  }

  function make(step: Step): Step {
    current = step.after
    for (const bid of step.bids) pendingBids.delete(bid.version)
    pendingLots = pendingLots.filter((lot) => lot.version > current.version)
    const all = [...step.bids, ...recent]
    recent = all.slice(0, rememberedMax)
    const forgotten = all[rememberedMax]
    if (forgotten !== undefined) rememberedAfter = forgotten.version
    return step
  }

  return {
    current: () => current,
    recentBids: () => recent,
    rememberedAfter: () => rememberedAfter,
    offerLot(lot) {
      if (lot.version <= (pendingLots.at(-1) ?? current).version) return
      pendingLots.push(lot)
      if (pendingLots.length > pendingLotsMax) pendingLots.shift()
    },
    offerBid(bid) {
      if (bid.version > current.version && pendingBids.size < pendingBidsMax) pendingBids.set(bid.version, bid)
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

const beforeOldest = (bids: readonly BidView[], lot: LotView): number => (bids.at(-1)?.version ?? lot.version + 1) - 1
