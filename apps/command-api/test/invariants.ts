import type { AuctionFact } from '@gavel/event-contracts'
import { expect } from '@jest/globals'
import type { Logged } from './auctionHouses.fixture.ts'

/** What the commands on a lot were told. */
export type Told = { acknowledged: readonly string[]; refused: readonly string[] }

/** The invariants of a lot's log, by their numbers in the rules of the auction. */
export function checkInvariants(log: readonly Logged[], told: Told): void {
  expect(log.map(({ version }) => version)).toEqual(log.map((_, index) => index + 1)) // 8
  checkPrices(log)
  checkTold(log, told)
  checkTimes(log)
  checkSales(log)
}

/** The facts of one type. */
function of<Type extends AuctionFact['type']>(log: readonly Logged[], type: Type) {
  const isOf = (fact: Logged): fact is Extract<Logged, { type: Type }> => fact.type === type
  return log.filter(isOf)
}

/** 1: the price never falls, except by a retraction. */
function checkPrices(log: readonly Logged[]): void {
  let price = 0
  for (const fact of log) {
    if (fact.type === 'bid.retracted') price = fact.data.price ?? 0
    if (fact.type !== 'bid.placed' && fact.type !== 'auction.bought_now') continue
    expect(fact.data.price).toBeGreaterThanOrEqual(price)
    price = fact.data.price
  }
}

/** 2: what was acknowledged is there once; 3: what was refused is not; and nothing else is. */
function checkTold(log: readonly Logged[], { acknowledged, refused }: Told): void {
  const bids = of(log, 'bid.placed').filter(({ data }) => !data.auto)
  const ids = [...bids, ...of(log, 'auction.bought_now')].map(({ data }) => data.bidId)
  expect(ids.toSorted()).toEqual(acknowledged.toSorted())
  expect(ids.filter((id) => refused.includes(id))).toEqual([])
}

/** 5: no bid before the opening, none at or after the end in force, none after the lot is over. */
function checkTimes(log: readonly Logged[]): void {
  let startsAtMs = Number.POSITIVE_INFINITY
  let endsAtMs = 0
  let isOver = false
  let openings = 0
  for (const fact of log) {
    if (fact.type === 'auction.listed' || fact.type === 'auction.revised') {
      startsAtMs = Date.parse(fact.data.startsAt)
      endsAtMs = Date.parse(fact.data.endsAt)
    }
    if (fact.type === 'auction.opened') openings += 1
    if (fact.type === 'bid.placed' || fact.type === 'auction.bought_now') {
      expect({ isOver, inTime: fact.atMs >= startsAtMs && fact.atMs < endsAtMs, openings }).toEqual({
        isOver: false,
        inTime: true,
        openings: 1,
      })
    }
    if (fact.type === 'auction.extended') {
      expect(Date.parse(fact.data.endsAt)).toBeGreaterThan(endsAtMs)
      endsAtMs = Date.parse(fact.data.endsAt)
    }
    if (fact.type === 'auction.closed') expect(fact.atMs).toBeGreaterThanOrEqual(endsAtMs)
    const ends = ['auction.closed', 'auction.bought_now', 'auction.cancelled'].includes(fact.type)
    if (ends) expect(isOver).toBe(false)
    isOver ||= ends
  }
  expect(openings).toBeLessThanOrEqual(1)
}

/** 4: one winner at most, the one who went furthest, the earlier of equals; 6: not below the reserve; 7: at a fair price. */
function checkSales(log: readonly Logged[]): void {
  const terms = log.findLast((fact) => fact.type === 'auction.listed' || fact.type === 'auction.revised')
  const reserve = terms?.type === 'auction.listed' || terms?.type === 'auction.revised' ? terms.data.reservePrice : null
  const standing = standingBids(log)
  let sold = 0
  for (const fact of log) {
    if (fact.type === 'sale.failed') sold -= 1
    if (fact.type !== 'auction.sold') continue
    sold += 1
    expect(sold).toBe(1)
    const { via, buyer, price } = fact.data
    if (via === 'offer') continue
    expect(price).toBeGreaterThanOrEqual(reserve ?? 0)
    if (via === 'buy_now') continue
    const [best] = standing.toSorted((a, b) => b.maximum - a.maximum || a.version - b.version)
    expect(best?.bidder.id).toBe(buyer.id)
    expect(price).toBeLessThanOrEqual(best?.maximum ?? 0)
    const others = standing.filter(({ bidder }) => bidder.id !== buyer.id).map(({ maximum }) => maximum)
    expect(price).toBeGreaterThanOrEqual(Math.max(0, ...others))
  }
  const closed = of(log, 'auction.closed')[0]?.data.outcome
  expect(of(log, 'auction.sold').some(({ data }) => data.via === 'hammer')).toBe(closed === 'sold')
  if (closed === 'no_bids') expect(standing).toEqual([])
}

/** The bids that count at the end, answers of the house left out. */
function standingBids(log: readonly Logged[]) {
  const retracted = new Set(of(log, 'bid.retracted').flatMap(({ data }) => data.bidIds))
  return of(log, 'bid.placed')
    .filter(({ data }) => !data.auto && !retracted.has(data.bidId))
    .map(({ data, version }) => ({ ...data, version }))
}
