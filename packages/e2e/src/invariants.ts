import { expect } from '@jest/globals'
import type { BidResult } from './bidding.ts'
import type { Gavel } from './gavel.ts'
import { bidsIn, type Logged, type LoggedBid, readLog } from './log.ts'
import type { ListedLot } from './lots.ts'
import { checkViews } from './views.ts'

/**
 * Holds a lot against the invariants of the auction rules, by the log and by what every query-api shows of it. Numbers
 * are those of the rules. Each attempt on the lot must have had an amount of its own: that is how it is recognised.
 */
export async function checkInvariants(gavel: Gavel, lot: ListedLot, results: readonly BidResult[]): Promise<void> {
  const log = await readLog(gavel, lot.id)
  const bids = bidsIn(log)
  checkVersions(log)
  checkPrices(bids)
  checkTimes(log, bids)
  checkWinner(log, bids)
  checkResults(bids, results)
  await checkViews(gavel, lot, log)
}

/** 8: the versions of a stream are 1, 2, 3 … without a gap. */
function checkVersions(log: readonly Logged[]): void {
  expect(log.map(({ version }) => version)).toEqual(log.map((_, index) => index + 1))
}

/** 1: the price never falls, and without proxies every bid raises it. */
function checkPrices(bids: readonly LoggedBid[]): void {
  const notRising = bids.filter((bid, index) => index > 0 && bid.amount <= (bids[index - 1]?.amount ?? 0))
  expect(notRising).toEqual([])
}

/** 5: no bid before the opening, nor at or after the end in force. */
function checkTimes(log: readonly Logged[], bids: readonly LoggedBid[]): void {
  const [listed] = log.filter((event) => event.type === 'auction.listed')
  if (listed === undefined) throw new Error('the log of a lot begins with its listing')
  const startsAtMs = Date.parse(listed.data.startsAt)
  const endsAtMs = Date.parse(listed.data.endsAt)
  const opened = log.filter((event) => event.type === 'auction.opened')
  const ended = log.filter((event) => event.type === 'auction.closed' || event.type === 'auction.bought_now')
  expect(opened.length).toBeLessThanOrEqual(1)
  const openedVersion = opened[0]?.version ?? Number.POSITIVE_INFINITY
  const endedVersion = ended[0]?.version ?? Number.POSITIVE_INFINITY
  const outOfTime = bids.filter(
    ({ version, occurredAtMs }) =>
      version < openedVersion || version > endedVersion || occurredAtMs < startsAtMs || occurredAtMs >= endsAtMs,
  )
  expect(outOfTime).toEqual([])
}

/** 4: at most one winner, and he had the highest bid. */
function checkWinner(log: readonly Logged[], bids: readonly LoggedBid[]): void {
  const endings = log.filter((event) => event.type === 'auction.closed' || event.type === 'auction.bought_now')
  expect(endings.length).toBeLessThanOrEqual(1)
  const [ending] = endings
  if (ending?.type !== 'auction.closed') return
  const highest = bids.at(-1)
  if (ending.data.outcome === 'no_bids') expect(highest).toBeUndefined()
  else expect(ending.data).toMatchObject({ bidId: highest?.bidId, price: highest?.amount })
}

/** 2: each acknowledged bid is in the log exactly once; 3: no refused one is; one of unknown outcome at most once. */
function checkResults(bids: readonly LoggedBid[], results: readonly BidResult[]): void {
  const timesLogged = new Map<string, number>()
  for (const bid of bids) timesLogged.set(keyOf(bid), (timesLogged.get(keyOf(bid)) ?? 0) + 1)
  const wrong = results.filter(({ kind, attempt }) => {
    const times = timesLogged.get(keyOf(attempt)) ?? 0
    return kind === 'acknowledged' ? times !== 1 : kind === 'refused' ? times !== 0 : times > 1
  })
  expect(wrong).toEqual([])
  const attempted = new Set(results.map(({ attempt }) => keyOf(attempt)))
  expect(bids.filter((bid) => !attempted.has(keyOf(bid)))).toEqual([])
  const ids = new Set(bids.map(({ bidId }) => bidId))
  expect(results.filter((result) => result.kind === 'acknowledged' && result.bidId && !ids.has(result.bidId))).toEqual(
    [],
  )
}

const keyOf = ({ paddleNumber, amount }: { paddleNumber: number; amount: number }): string =>
  `${paddleNumber} bids ${amount}`
