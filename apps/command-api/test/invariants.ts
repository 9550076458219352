import type { AuctionFact, Bidder } from '@gavel/event-contracts'
import { expect } from '@jest/globals'
import { type Auction, evolve, noAuction } from '../src/auction/rules/auction.ts'
import { modelStanding } from '../src/auction/rules/proxyModel.fixture.ts'
import type { Logged } from './auctionHouses.fixture.ts'

/** A bid or a purchase that was taken: the version and the price that its answer named. */
export type Acknowledged = { bidId: string; bidder: Bidder; version: number; price: number }

/** What the commands on a lot were told. */
export type Told = { acknowledged: readonly Acknowledged[]; refused: readonly string[] }

/** Those of the twelve invariants (rules of the auction) that one lot's log can show; 10 to 12 need more than a log. */
export function checkInvariants(log: readonly Logged[], told: Told, states: readonly Auction[]): void {
  priceNeverFalls(log)
  acknowledgedAreThereOnce(log, told)
  refusedAreNotThere(log, told)
  oneWinnerWhoWentFurthest(log)
  bidsAreInTime(log)
  nothingBelowReserveIsSold(log)
  priceIsFair(log)
  versionsHaveNoGap(log)
  replayGivesTheSame(log, states)
  oneOfferIsOpen(log)
  sellerCancelsNoBids(log)
}

/** The facts of one type. */
function of<Type extends AuctionFact['type']>(log: readonly Logged[], type: Type) {
  const isOf = (fact: Logged): fact is Extract<Logged, { type: Type }> => fact.type === type
  return log.filter(isOf)
}

const termsIn = (log: readonly Logged[]) =>
  log.flatMap((fact) => (fact.type === 'auction.listed' || fact.type === 'auction.revised' ? [fact.data] : [])).at(-1)

/** The bids that count after these facts, answers of the house left out. */
function standingBids(log: readonly Logged[]) {
  const retracted = new Set(of(log, 'bid.retracted').flatMap(({ data }) => data.bidIds))
  return of(log, 'bid.placed')
    .filter(({ data }) => !data.auto && !retracted.has(data.bidId))
    .map(({ data }) => ({ ...data, amount: data.maximum }))
}

/** 1, and what it falls to: after each of its changes it is the one that all the bids that count come to at once. */
export function priceNeverFalls(log: readonly Logged[]): void {
  let price = 0
  for (const [at, fact] of log.entries()) {
    if (fact.type !== 'bid.retracted' && fact.type !== 'bid.placed' && fact.type !== 'auction.bought_now') continue
    if (fact.type !== 'bid.retracted') expect(fact.data.price).toBeGreaterThanOrEqual(price)
    price = fact.data.price ?? 0
    // A beaten bid's answer follows it; only then is the price what it is.
    if (fact.type === 'auction.bought_now' || (fact.type === 'bid.placed' && !fact.data.leads)) continue
    const soFar = log.slice(0, at + 1)
    const terms = termsIn(soFar)
    if (terms === undefined) throw new Error('a bid on nothing')
    const leader = fact.type === 'bid.placed' ? fact.data.bidder : fact.data.leader?.bidder
    const standing = leader === undefined ? null : { leader: leader.id, price }
    expect(standing).toEqual(modelStanding(terms, standingBids(soFar)))
  }
}

/** 2: exactly once, under the bidder's own name, and by the version and at the price that he was told. */
export function acknowledgedAreThereOnce(log: readonly Logged[], { acknowledged }: Told): void {
  const bids = of(log, 'bid.placed').filter(({ data }) => !data.auto)
  const taken = [
    ...bids.map(({ data }) => ({ bidId: data.bidId, bidder: data.bidder })),
    ...of(log, 'auction.bought_now').map(({ data }) => ({ bidId: data.bidId, bidder: data.buyer })),
  ]
  const byId = (one: { bidId: string }, other: { bidId: string }) => one.bidId.localeCompare(other.bidId)
  expect(taken.sort(byId)).toEqual(acknowledged.map(({ bidId, bidder }) => ({ bidId, bidder })).sort(byId))
  for (const { version, price } of acknowledged) {
    const priced = log
      .slice(0, version)
      .findLast((fact) => fact.type === 'bid.placed' || fact.type === 'auction.bought_now')
    expect(priced?.data).toMatchObject({ price })
  }
}

/** 3 */
export function refusedAreNotThere(log: readonly Logged[], { refused }: Told): void {
  const ids = [...of(log, 'bid.placed'), ...of(log, 'auction.bought_now')].map(({ data }) => data.bidId)
  expect(ids.filter((id) => refused.includes(id))).toEqual([])
}

/** 4: until a sale fails there is no other; at the hammer whoever went furthest wins, the earlier of equals. */
export function oneWinnerWhoWentFurthest(log: readonly Logged[]): void {
  let openSales = 0
  for (const fact of log) {
    if (fact.type === 'sale.failed') openSales -= 1
    if (fact.type === 'auction.sold') openSales += 1
    expect([0, 1]).toContain(openSales)
  }
  const [best] = standingBids(log).toSorted((one, other) => other.maximum - one.maximum)
  const hammered = of(log, 'auction.sold').filter(({ data }) => data.via === 'hammer')
  for (const { data } of hammered) {
    expect({ buyer: data.buyer.id, saleId: data.saleId }).toEqual({ buyer: best?.bidder.id, saleId: best?.bidId })
  }
  const sold = of(log, 'auction.closed').filter(({ data }) => data.outcome === 'sold')
  expect(sold).toHaveLength(hammered.length)
}

/** 5: none before the opening, none at or after the end in force, none after the lot is over; it ends once. */
export function bidsAreInTime(log: readonly Logged[]): void {
  let startsAtMs = Number.POSITIVE_INFINITY
  let endsAtMs = 0
  let isOver = false
  for (const [at, fact] of log.entries()) {
    if (fact.type === 'auction.listed' || fact.type === 'auction.revised') {
      startsAtMs = Date.parse(fact.data.startsAt)
      endsAtMs = Date.parse(fact.data.endsAt)
    }
    if (fact.type === 'bid.placed' || fact.type === 'auction.bought_now' || fact.type === 'bid.retracted') {
      const inTime = fact.atMs >= startsAtMs && fact.atMs < endsAtMs
      const openings = of(log.slice(0, at), 'auction.opened').length
      expect({ isOver, inTime, openings }).toEqual({ isOver: false, inTime: true, openings: 1 })
    }
    if (fact.type === 'auction.extended') {
      const { bidId, endsAt } = fact.data
      expect({ isOver, isLater: Date.parse(endsAt) > endsAtMs }).toEqual({ isOver: false, isLater: true })
      const caused = of(log.slice(0, at), 'bid.placed').find(({ data }) => data.bidId === bidId)
      expect(caused?.atMs).toBe(fact.atMs)
      endsAtMs = Date.parse(endsAt)
    }
    if (fact.type === 'auction.closed') expect(fact.atMs).toBeGreaterThanOrEqual(endsAtMs)
    const ends = ['auction.closed', 'auction.bought_now', 'auction.cancelled'].includes(fact.type)
    if (ends) expect(isOver).toBe(false)
    isOver ||= ends
  }
  expect(of(log, 'auction.opened').length).toBeLessThanOrEqual(1)
}

/** 6, but for what the seller himself offers afterwards; and what reached the reserve is sold. */
export function nothingBelowReserveIsSold(log: readonly Logged[]): void {
  const reserve = termsIn(log)?.reservePrice ?? 0
  for (const { data } of of(log, 'auction.sold')) {
    if (data.via !== 'offer') expect(data.price).toBeGreaterThanOrEqual(reserve)
  }
  const furthest = Math.max(0, ...standingBids(log).map(({ maximum }) => maximum))
  for (const { data } of of(log, 'auction.closed')) {
    const outcome = furthest === 0 ? 'no_bids' : furthest < reserve ? 'reserve_not_met' : 'sold'
    expect(data.outcome).toBe(outcome)
  }
}

/** 7: not more than the buyer's own maximum, at the hammer not less than anybody else's. */
export function priceIsFair(log: readonly Logged[]): void {
  for (const { data } of of(log, 'auction.sold')) {
    if (data.via === 'buy_now') {
      expect(data.price).toBe(termsIn(log)?.buyNowPrice)
      continue
    }
    const bids = standingBids(log)
    const own = bids.filter(({ bidder }) => bidder.id === data.buyer.id).map(({ maximum }) => maximum)
    expect(data.price).toBeLessThanOrEqual(Math.max(0, ...own))
    if (data.via === 'offer') continue
    const others = bids.filter(({ bidder }) => bidder.id !== data.buyer.id).map(({ maximum }) => maximum)
    expect(data.price).toBeGreaterThanOrEqual(Math.max(0, ...others))
  }
}

/** 8 */
export const versionsHaveNoGap = (log: readonly Logged[]): void =>
  expect(log.map(({ version }) => version)).toEqual(log.map((_, index) => index + 1))

/** 9, for the state: whoever replays the log has what each instance has. */
export function replayGivesTheSame(log: readonly Logged[], states: readonly Auction[]): void {
  const replayed = log.reduce<Auction>((lot, fact) => evolve(lot, fact, fact.atMs), noAuction)
  for (const state of states) expect(state).toEqual(replayed)
}

/** Beside the twelve: one offer at a time, answered while it is open; nobody is offered what he has had or been offered. */
export function oneOfferIsOpen(log: readonly Logged[]): void {
  let open: { offerId: string; expiresAtMs: number } | null = null
  const asked: string[] = []
  for (const fact of log) {
    if (fact.type === 'auction.sold' && fact.data.via !== 'offer') asked.push(fact.data.buyer.id)
    if (fact.type === 'offer.made') {
      const { offerId, to, expiresAt } = fact.data
      expect(open).toBeNull()
      expect(asked).not.toContain(to.id)
      asked.push(to.id)
      open = { offerId, expiresAtMs: Date.parse(expiresAt) }
    }
    if (fact.type !== 'offer.accepted' && fact.type !== 'offer.lapsed') continue
    expect(fact.data.offerId).toBe(open?.offerId)
    const inTime = fact.atMs < (open?.expiresAtMs ?? 0)
    expect(inTime).toBe(fact.type === 'offer.accepted' || fact.data.reason === 'declined')
    open = null
  }
}

/** Beside the twelve: a lot on which bids stand is cancelled by an administrator only. */
export function sellerCancelsNoBids(log: readonly Logged[]): void {
  for (const { data } of of(log, 'auction.cancelled')) {
    if (data.by === 'seller') expect(standingBids(log)).toEqual([])
  }
}
