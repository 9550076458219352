import { expect } from '@jest/globals'
import type { Attempt, BidResult } from './bidding.ts'
import { type LotByHand, statesOf } from './fold.ts'
import type { Gavel } from './gavel.ts'
import { bidsIn, type Logged, type LoggedBid, readLog } from './log.ts'
import type { ListedLot } from './lots.ts'
import { checkEnding, checkSales } from './sales.ts'
import { type Standing, standingAfter, standingOf } from './standing.ts'
import { checkViews } from './views.ts'

/**
 * Holds a lot against the invariants of the auction rules, by the log and by what every query-api shows of it. Numbers
 * are those of the rules. Each attempt on the lot must have had an amount of its own: that is how it is recognised.
 */
export async function checkInvariants(gavel: Gavel, lot: ListedLot, results: readonly BidResult[]): Promise<void> {
  const log = await readLog(gavel, lot.id)
  checkLog(log)
  checkResults(bidsIn(log), results)
  await checkViews(gavel, lot, log)
}

/** What the log alone can show. */
export function checkLog(log: readonly Logged[]): void {
  checkVersions(log)
  checkPrices(log)
  checkTimes(log)
  checkEnding(log)
  checkSales(log)
}

/** 8: the versions of a stream are 1, 2, 3 … without a gap. */
function checkVersions(log: readonly Logged[]): void {
  expect(log.map(({ version }) => version)).toEqual(log.map((_, index) => index + 1))
}

/**
 * 1: the price never falls, except by a retraction; and it is what the bids that stand come to, as is the leader. A bid
 * that is beaten at once is followed by the house's answer: only then do both agree again.
 */
function checkPrices(log: readonly Logged[]): void {
  const states = statesOf(log)
  const bids = new Map(bidsIn(log).map((bid) => [bid.bidId, bid]))
  let counting: readonly LoggedBid[] = []
  let standing: Standing | null = null
  for (const [index, event] of log.entries()) {
    const [before, lot] = [states[index - 1], states[index]]
    if (lot === undefined || before === undefined) continue
    const at = { version: event.version }
    if (event.type !== 'bid.retracted') {
      expect({ ...at, fell: (lot.price ?? 0) < (before.price ?? 0) }).toEqual({ ...at, fell: false })
    }
    if (event.type === 'bid.placed') {
      const bid = bids.get(event.data.bidId)
      if (bid === undefined) throw new Error('a bid is in the list of bids')
      expect({ ...at, shown: bid.amount }).toEqual({ ...at, shown: shownOf(bid, event.data.price) })
      if (!bid.auto) {
        counting = [...counting, bid]
        standing = standingAfter(lot.terms, standing, bid)
      }
      if (!bid.leads) {
        const next = log[index + 1]
        const answered = next?.type === 'bid.placed' && next.data.auto
        expect({ ...at, answered, price: lot.price }).toEqual({ ...at, answered: true, price: bid.maximum })
        continue
      }
    } else if (event.type === 'bid.retracted') {
      const gone = new Set(event.data.bidIds)
      counting = counting.filter(({ bidId }) => !gone.has(bidId))
      standing = standingOf(lot.terms, counting)
    } else continue
    const { price = null, bidderId = null } = standing ?? {}
    expect({ ...at, price: lot.price, leader: lot.leaderId }).toEqual({ ...at, price, leader: bidderId })
  }
}

/** Of a maximum the list shows what it took, unless it was beaten: then all of it, as of an exact bid. */
const shownOf = ({ type, leads, maximum }: LoggedBid, price: number): number =>
  leads && type !== 'exact' ? price : maximum

/** 5: no bid before the opening, nor at or after the end in force, which only late bids move; no end before it either. */
function checkTimes(log: readonly Logged[]): void {
  const states = statesOf(log)
  const before = (index: number): LotByHand | undefined => states[index - 1]
  const outOfTime = log.filter((event, index) => {
    const lot = before(index)
    switch (event.type) {
      case 'bid.placed':
      case 'bid.retracted':
      case 'auction.bought_now':
        return lot?.status !== 'active' || isBeforeOpening(lot, event) || event.occurredAtMs >= lot.endsAtMs
      case 'auction.opened':
        return lot?.status !== 'scheduled' || isBeforeOpening(lot, event)
      case 'auction.extended':
        return lot === undefined || !extendsWell(lot, log[index - 1], event)
      case 'auction.closed':
        return lot?.status !== 'active' || event.occurredAtMs < lot.endsAtMs
      default:
        return false
    }
  })
  expect(outOfTime).toEqual([])
}

const isBeforeOpening = ({ terms }: LotByHand, { occurredAtMs }: Logged): boolean =>
  occurredAtMs < Date.parse(terms.startsAt)

/** Directly after a bid in the window, by the lot's own policy, and never backwards. */
function extendsWell({ terms, endsAtMs, extensions }: LotByHand, bid: Logged | undefined, event: Logged): boolean {
  const { softClose } = terms
  if (event.type !== 'auction.extended' || bid?.type !== 'bid.placed' || softClose === null) return false
  const from = softClose.mode === 'reset_from_bid' ? event.occurredAtMs : endsAtMs
  const hardEndMs = softClose.hardEndAt === null ? Number.POSITIVE_INFINITY : Date.parse(softClose.hardEndAt)
  const movedMs = Date.parse(event.data.endsAt)
  return (
    event.occurredAtMs >= endsAtMs - softClose.windowSec * 1_000 &&
    movedMs > endsAtMs &&
    movedMs === Math.min(from + softClose.extendSec * 1_000, hardEndMs) &&
    event.data.extensions === extensions + 1 &&
    event.data.extensions <= (softClose.maxExtensions ?? Number.POSITIVE_INFINITY)
  )
}

/**
 * 2: each acknowledged bid is in the log exactly once; 3: no refused one is; one of unknown outcome at most once. What
 * the bidder gave is the bid's maximum; the house's own answers were nobody's attempt.
 */
function checkResults(entries: readonly LoggedBid[], results: readonly BidResult[]): void {
  const bids = entries.filter(({ auto }) => !auto)
  const keyOfBid = ({ paddleNumber, maximum }: LoggedBid): string => keyOf({ paddleNumber, amount: maximum })
  const timesLogged = new Map<string, number>()
  for (const bid of bids) timesLogged.set(keyOfBid(bid), (timesLogged.get(keyOfBid(bid)) ?? 0) + 1)
  const wrong = results.filter(({ kind, attempt }) => {
    const times = timesLogged.get(keyOf(attempt)) ?? 0
    return kind === 'acknowledged' ? times !== 1 : kind === 'refused' ? times !== 0 : times > 1
  })
  expect(wrong).toEqual([])
  const attempted = new Set(results.map(({ attempt }) => keyOf(attempt)))
  expect(bids.filter((bid) => !attempted.has(keyOfBid(bid)))).toEqual([])
  const ids = new Set(bids.map(({ bidId }) => bidId))
  expect(results.filter((result) => result.kind === 'acknowledged' && result.bidId && !ids.has(result.bidId))).toEqual(
    [],
  )
}

const keyOf = ({ paddleNumber, amount }: Pick<Attempt, 'paddleNumber' | 'amount'>): string =>
  `${paddleNumber} bids ${amount}`
