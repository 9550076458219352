import { setTimeout as sleep } from 'node:timers/promises'
import type { LotView } from '@gavel/event-contracts'
import { notYet } from '../http/notYet.ts'
import type { Arrivals } from '../live/arrivals.ts'
import type { HotSet } from '../live/hotSet.ts'
import { bidProgress } from '../sql/bidProgress.ts'
import { loadLot } from '../sql/loadLot.ts'
import type { Queryable } from '../sql/queryable.ts'
import { type LotReference, unknownLot } from './lotReference.ts'

export type LotReader = {
  /**
   * The lot, in version `atLeast` or later when that is given.
   * @throws Problem not_found; with `atLeast`, not_yet instead, after 2 s or when too many are waiting already.
   */
  lot(reference: LotReference, atLeast?: number): Promise<LotView>
  /** The same, and the store has all the bids up to the lot's version. Without `atLeast` they are what they are. */
  lotWithBids(reference: LotReference, atLeast?: number): Promise<LotView>
  /** How many requests are waiting for a version. */
  waiting(): number
}

const waitMs = 2_000
/** The topic wakes whoever waits; the store is asked now and then in case it did not. */
const askAgainMs = { first: 50, last: 500 }
const askBidsAgainMs = { first: 5, last: 200 }

export function createLotReader(options: {
  db: Queryable
  hotSet: HotSet
  arrivals: Arrivals
  waitersMax?: number
}): LotReader {
  const { db, hotSet, arrivals, waitersMax = 2_000 } = options
  let waiters = 0

  async function stored(reference: LotReference): Promise<LotView | undefined> {
    const lot = await loadLot(db, reference)
    return lot === undefined ? hotSet.latest(reference) : hotSet.confirm(lot)
  }

  async function arrival(reference: LotReference, atLeast: number, deadlineMs: number): Promise<LotView> {
    for (let delayMs = askAgainMs.first; ; delayMs = Math.min(delayMs * 2, askAgainMs.last)) {
      const leftMs = deadlineMs - performance.now()
      if (leftMs <= 0) throw notYet()
      // Listening begins before the store is asked: what arrives in between is not missed.
      const arriving = arrivals.wait(reference, atLeast, Math.min(delayMs, leftMs))
      const lot = await stored(reference)
      if (lot !== undefined && lot.version >= atLeast) return lot
      const arrived = await arriving
      if (arrived !== undefined) return arrived
    }
  }

  async function bidsStored(lot: LotView, deadlineMs: number): Promise<void> {
    for (let delayMs = askBidsAgainMs.first; ; delayMs = Math.min(delayMs * 2, askBidsAgainMs.last)) {
      if (lot.bidCount === 0) return
      const { bids, retracted } = await bidProgress(db, lot.id)
      if (bids >= lot.bidCount && retracted >= lot.retractedCount) return
      if (performance.now() + delayMs > deadlineMs) throw notYet()
      await sleep(delayMs)
    }
  }

  async function bounded<T>(work: (deadlineMs: number) => Promise<T>): Promise<T> {
    if (waiters >= waitersMax) throw notYet()
    waiters += 1
    try {
      return await work(performance.now() + waitMs)
    } finally {
      waiters -= 1
    }
  }

  async function lotAt(reference: LotReference, atLeast: number | undefined): Promise<LotView | undefined> {
    const hot = hotSet.fresh(reference)
    if (hot !== undefined && hot.version >= (atLeast ?? 0)) return hot
    if (atLeast !== undefined) return undefined
    const lot = await stored(reference)
    if (lot === undefined) throw unknownLot()
    return lot
  }

  return {
    async lot(reference, atLeast) {
      const lot = await lotAt(reference, atLeast)
      return lot ?? bounded((deadlineMs) => arrival(reference, atLeast ?? 0, deadlineMs))
    },
    async lotWithBids(reference, atLeast) {
      const found = await lotAt(reference, atLeast)
      if (found !== undefined && atLeast === undefined) return found
      return bounded(async (deadlineMs) => {
        const lot = found ?? (await arrival(reference, atLeast ?? 0, deadlineMs))
        await bidsStored(lot, deadlineMs)
        return lot
      })
    },
    waiting: () => waiters,
  }
}
