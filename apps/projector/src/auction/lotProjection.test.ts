import { amountMax } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { atSecond, auctionLog, bidder, placedBy } from '../../test/auctionLog.ts'
import { fold, foldTwice, openLot, viewOf } from '../../test/folding.ts'
import { evolve } from './lotProjection.ts'
import { MissingEvents } from './missingEvents.ts'

describe('a lot that is listed', () => {
  it('is scheduled at its starting price', () => {
    const log = auctionLog()
    log.listed()
    expect(foldTwice(log.events).view).toMatchObject({
      id: log.auctionId,
      version: 1,
      status: 'scheduled',
      outcome: null,
      price: 1_000,
      minimumBid: 1_000,
      bidCount: 0,
      leader: null,
      createdAt: atSecond(1),
      updatedAt: atSecond(1),
    })
  })

  it('keeps its increments out of the view', () => {
    const log = auctionLog()
    log.listed()
    expect(fold(log.events).view).not.toHaveProperty('increments')
  })
})

describe('a lot that opens', () => {
  it('is active', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    expect(foldTwice(log.events).view).toMatchObject({ version: 2, status: 'active', price: 1_000, minimumBid: 1_000 })
  })
})

describe('bids', () => {
  it('move price, least next bid and leader', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    log.bid(bidder(1), 1_000)
    expect(foldTwice(log.events).view).toMatchObject({ price: 1_000, minimumBid: 1_100, bidCount: 1 })
    log.bid(bidder(2), 6_000)
    expect(foldTwice(log.events)).toMatchObject({
      view: { version: 4, price: 6_000, minimumBid: 6_500, bidCount: 2, leader: { ...bidder(2), alias: 2 } },
      metadata: { correlationId: 'request-4' },
    })
  })

  it('give aliases by first bids, one for each person', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    for (const [number, amount] of [
      [5, 1_000],
      [3, 2_000],
      [5, 3_000],
      [9, 4_000],
      [3, 5_000],
    ] as const) {
      log.bid(bidder(number), amount)
    }
    const lot = foldTwice(log.events)
    expect([...lot.aliases]).toEqual([
      [bidder(5).id, 1],
      [bidder(3).id, 2],
      [bidder(9).id, 3],
    ])
    expect(lot).toMatchObject({ bidderCount: 3, view: { leader: { alias: 2 } } })
  })

  it('at the largest amount leave a view that can be read', () => {
    const log = auctionLog()
    log.listed({ buyNowPrice: null })
    log.opened()
    log.bid(bidder(1), amountMax)
    expect(fold(log.events).view.minimumBid).toBe(amountMax)
  })
})

describe('a lot that is bought', () => {
  it('is completed, and the buyer leads at the buy-now price', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    log.bid(bidder(1), 1_000)
    log.boughtNow(bidder(2), 50_000)
    expect(foldTwice(log.events).view).toMatchObject({
      status: 'completed',
      outcome: 'bought_now',
      price: 50_000,
      bidCount: 2,
      leader: { ...bidder(2), alias: 2 },
    })
  })
})

describe('a lot that is closed', () => {
  it('is sold to the leader', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    log.bid(bidder(1), 2_000)
    log.sold(bidder(1), log.auctionId, 2_000)
    const expected = { status: 'completed', outcome: 'sold', price: 2_000, bidCount: 1, leader: { alias: 1 } }
    expect(foldTwice(log.events).view).toMatchObject(expected)
  })

  it('or has had no bids', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    log.closedWithoutBids()
    expect(foldTwice(log.events).view).toMatchObject({ status: 'completed', outcome: 'no_bids', leader: null })
  })
})

describe('a lot that is extended', () => {
  it('ends later, and counts how often it has', () => {
    const log = openLot()
    const { bidId } = placedBy(log.bid(bidder(1), 1_000))
    log.add({ type: 'auction.extended', data: { endsAt: atSecond(3_700), bidId, extensions: 1 } })
    expect(viewOf(log)).toMatchObject({ version: 4, endsAt: atSecond(3_700), extensions: 1, price: 1_000, bidCount: 1 })
    log.add({ type: 'auction.extended', data: { endsAt: atSecond(3_800), bidId, extensions: 2 } })
    expect(viewOf(log)).toMatchObject({ endsAt: atSecond(3_800), extensions: 2, startsAt: atSecond(0) })
  })
})

describe('a broken log', () => {
  it('has a gap: nothing is folded past it', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    const late = log.bid(bidder(1), 1_000)
    expect(() => evolve(fold(log.events.slice(0, 1)), late)).toThrow(MissingEvents)
    expect(() => evolve(undefined, late)).toThrow(MissingEvents)
  })

  it('lists a lot twice, or begins otherwise', () => {
    const log = auctionLog()
    const listed = log.listed()
    expect(() => evolve(fold(log.events), { ...listed, version: 2 })).toThrow('listed twice')
    expect(() => evolve(undefined, { ...log.opened(), version: 1 })).toThrow('begins with auction.opened')
  })
})
