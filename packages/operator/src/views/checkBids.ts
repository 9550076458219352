import type { BidView } from '@gavel/event-contracts'
import { differences } from './differences.ts'
import type { StoredLots } from './stored.ts'

type Tell = (version: number, what: string) => void

export type BidCheck = {
  /** The next bid of the fold, in order. Whether it stands is no matter here. */
  folded(bid: BidView): Promise<void>
  /** Event `version` says that a bid counts no more. */
  retracted(bidId: string, version: number): void
  /** Once all is folded, up to `head`. */
  end(head: number): Promise<void>
}

const pageSize = 500

/**
 * Holds the stored bids of a lot against those of its log, side by side in the order of versions: of either there are
 * never more than a page in memory. Retractions are few: they are compared at the end.
 */
export function checkBids(store: StoredLots, auctionId: string, tell: Tell): BidCheck {
  const retractedInLog = new Map<string, number>()
  const retractedInStore = new Map<string, number>()
  let page: readonly BidView[] = []
  let place = 0
  let reached = 0

  async function next(): Promise<BidView | undefined> {
    if (place >= page.length) {
      page = await store.bidsAfter(auctionId, reached, pageSize)
      place = 0
    }
    return page[place]
  }

  function pass(bid: BidView): void {
    place += 1
    reached = bid.version
    if (bid.retractedVersion !== null) retractedInStore.set(bid.id, bid.retractedVersion)
  }

  /** What the store has before `version` and the log has not. */
  async function passExtras(version: number): Promise<void> {
    for (let stored = await next(); stored !== undefined && stored.version < version; stored = await next()) {
      tell(stored.version, `bid ${stored.id} is stored, and not in the log`)
      pass(stored)
    }
  }

  return {
    async folded(bid) {
      await passExtras(bid.version)
      const stored = await next()
      if (stored === undefined || stored.version > bid.version) {
        tell(bid.version, `bid ${bid.id} is not stored`)
        return
      }
      pass(stored)
      for (const line of differences({ ...stored, retractedVersion: null }, { ...bid, retractedVersion: null })) {
        tell(bid.version, `bid ${bid.id}: ${line}`)
      }
    },
    retracted(bidId, version) {
      // As in the tables, a mark once made stays.
      if (!retractedInLog.has(bidId)) retractedInLog.set(bidId, version)
    },
    async end(head) {
      await passExtras(head + 1)
      for (const [id, version] of retractedInLog) {
        const stored = retractedInStore.get(id)
        const as = stored === undefined ? 'as standing' : `as of ${stored}`
        if (stored !== version) tell(version, `bid ${id} is retracted in version ${version}, and stored ${as}`)
      }
      for (const [id, version] of retractedInStore) {
        const isWrong = version <= head && !retractedInLog.has(id)
        if (isWrong) tell(version, `bid ${id} is stored as retracted in version ${version}, and stands in the log`)
      }
    },
  }
}
