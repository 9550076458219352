import { setTimeout as sleep } from 'node:timers/promises'
import type { BidView, LotView } from '@gavel/event-contracts'
import { loadLot } from '../sql/loadLot.ts'
import { newestBids } from '../sql/newestBids.ts'
import type { Queryable } from '../sql/queryable.ts'
import { bidAsOf } from './bidAsOf.ts'

/** A lot as the store has it: what a timeline can begin with. Bids newest first. */
export type ChannelStart = {
  lot: LotView
  recent: readonly BidView[]
  /** There are no older bids than these. */
  complete: boolean
  /** Bids, and retractions of bids, that have come before their lot's view. */
  ahead: readonly BidView[]
}

const bidsMax = 300
const patienceMs = 2_000
const againMs = 25

/**
 * Reads until all of the lot's bids are there. After 2 s it takes what there is: then a bid is missing that waiting
 * does not bring. Undefined when there is no such lot.
 */
export async function readChannelStart(db: Queryable, id: string): Promise<ChannelStart | undefined> {
  for (const deadlineMs = performance.now() + patienceMs; ; await sleep(againMs)) {
    const lot = await loadLot(db, { kind: 'id', id })
    if (lot === undefined) return undefined
    // Read after the lot, bids can be late or ahead of it, but are never of an older moment.
    const { bids, stored, retracted } = await newestBids(db, id, { limit: bidsMax })
    const known = bids.filter((bid) => bid.version <= lot.version)
    const newer = bids.length - known.length
    const retractedLater = bids.filter((bid) => (bid.retractedVersion ?? 0) > lot.version).length
    const isWhole =
      newer < bidsMax && stored - newer >= lot.bidCount && retracted - retractedLater >= lot.retractedCount
    if (!isWhole && performance.now() < deadlineMs) continue
    const recent = known.map((bid) => bidAsOf(bid, lot.version))
    const ahead = bids.filter((bid) => Math.max(bid.version, bid.retractedVersion ?? 0) > lot.version)
    return { lot, recent, complete: bids.length < bidsMax, ahead }
  }
}
