import type { AuctionView, BidView, LotView } from '@gavel/event-contracts'
import fc from 'fast-check'
import { firstBid, history } from './lots.ts'

/** What happens at each version from `firstBid` on: a bid, or the retraction of some of those before. */
export type Script = readonly ('bid' | readonly number[])[]

export const scripts: fc.Arbitrary<Script> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('bid' as const) },
    { weight: 1, arbitrary: fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }) },
  ),
  { minLength: 1, maxLength: 30 },
)

export type ScriptedLot = {
  id: string
  last: number
  lotAt(version: number): LotView
  /** The entries as they are at a version, newest first. */
  bidsAt(version: number): readonly BidView[]
  /** The two topics, each in its order: a bid is told again when it is retracted. */
  lots: readonly AuctionView[]
  bids: readonly AuctionView[]
}

/** A lot whose bids come and go. A retraction that names nothing that stands changes the version alone. */
export function scriptedLot(lotNumber: number, script: Script): ScriptedLot {
  const plain = history(lotNumber)
  const entries: BidView[] = []
  const told: AuctionView[] = []
  const lots: LotView[] = []
  for (const [index, what] of script.entries()) {
    const version = firstBid + index
    if (what === 'bid') entries.push(plain.bidAt(version))
    else for (const which of what) retract(entries, which, version)
    for (const entry of entries) {
      if (entry.version === version || entry.retractedVersion === version) {
        told.push({ type: 'bid.view', data: entry })
      }
    }
    const leader = entries.findLast(({ retractedVersion }) => retractedVersion === null)
    lots.push({
      ...plain.lotAt(version),
      bidCount: entries.length,
      retractedCount: entries.filter(({ retractedVersion }) => retractedVersion !== null).length,
      leader: leader?.bidder ?? null,
      price: leader?.amount ?? 1_000,
    })
  }
  const before = plain.lotAt(firstBid - 1)
  const asOf = (version: number, bid: BidView): BidView =>
    (bid.retractedVersion ?? 0) > version ? { ...bid, retractedVersion: null } : bid
  return {
    id: plain.id,
    last: firstBid + script.length - 1,
    lotAt: (version) => lots.find((lot) => lot.version === version) ?? before,
    bidsAt: (version) =>
      entries
        .filter((bid) => bid.version <= version)
        .map((bid) => asOf(version, bid))
        .toReversed(),
    lots: lots.map((data): AuctionView => ({ type: 'lot.view', data })),
    bids: told,
  }
}

/** In place: `entries` are of one version after another. */
function retract(entries: BidView[], which: number, version: number): void {
  const index = which % Math.max(1, entries.length)
  const entry = entries[index]
  if (entry !== undefined && entry.retractedVersion === null) entries[index] = { ...entry, retractedVersion: version }
}

/** A topic as it may come: in order, but from some point on once more, now and then. */
export const withRepeats = <T>(views: readonly T[], cuts: readonly number[]): T[] => [
  ...views,
  ...cuts.flatMap((cut) => views.slice(cut % Math.max(1, views.length))),
]
