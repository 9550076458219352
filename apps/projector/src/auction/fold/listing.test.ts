import type { SoftClose } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { atSecond, auctionLog, bidder, defaultListing, placedBy } from '../../../test/auctionLog.ts'
import { foldTwice, openLot, viewOf } from '../../../test/folding.ts'

const { lotNumber: _number, seller: _seller, ...terms } = defaultListing
const softClose: SoftClose = {
  windowSec: 120,
  extendSec: 120,
  mode: 'reset_from_bid',
  trigger: 'any_accepted',
  maxExtensions: null,
  hardEndAt: null,
}

describe('a lot that is listed', () => {
  it('has its terms, and nothing has happened to it', () => {
    const log = auctionLog()
    log.listed({ reservePrice: 9_000, softClose })
    expect(viewOf(log)).toMatchObject({
      reservePrice: 9_000,
      reserveMet: false,
      buyNowPrice: 50_000,
      buyNowAvailable: true,
      softClose,
      extensions: 0,
      retractedCount: 0,
      sale: null,
      offer: null,
      endedAt: null,
      cancelReason: null,
    })
  })

  it('keeps its policies out of the view', () => {
    const log = auctionLog()
    log.listed({ buyNowPolicy: 'until_first_bid' })
    expect(foldTwice(log.events).buyNowPolicy).toBe('until_first_bid')
    expect(viewOf(log)).not.toHaveProperty('buyNowPolicy')
  })
})

describe('a lot that is revised before it opens', () => {
  it('has all its terms anew, and keeps what it is', () => {
    const log = auctionLog()
    log.listed({ reservePrice: 9_000 })
    const before = viewOf(log)
    const changes = {
      title: 'Two clocks',
      description: 'They tick',
      category: null,
      images: [],
      currency: 'JPY',
      startingPrice: 2_000,
      reservePrice: null,
      buyNowPrice: null,
      startsAt: atSecond(60),
      endsAt: atSecond(7_200),
      softClose,
    }
    log.add({ type: 'auction.revised', data: { ...terms, ...changes, increments: [{ from: 1, step: 7 }] } })
    expect(viewOf(log)).toEqual({
      ...before,
      ...changes,
      version: 2,
      updatedAt: atSecond(2),
      price: 2_000,
      minimumBid: 2_000,
      reserveMet: true,
      buyNowAvailable: false,
    })
    log.opened()
    log.bid(bidder(1), 2_000)
    expect(viewOf(log).minimumBid).toBe(2_007)
  })

  it('is bought at once by its new policy', () => {
    const log = auctionLog()
    log.listed()
    log.add({ type: 'auction.revised', data: { ...terms, buyNowPolicy: 'until_first_bid' } })
    log.opened()
    expect(viewOf(log).buyNowAvailable).toBe(true)
    log.bid(bidder(1), 1_000)
    expect(viewOf(log).buyNowAvailable).toBe(false)
  })
})

describe('a lot that is revised after it opened', () => {
  it('is described further, and tells the end in force; price, leader and extensions stay', () => {
    const log = openLot()
    const { bidId } = placedBy(log.bid(bidder(1), 3_000))
    log.add({ type: 'auction.extended', data: { endsAt: atSecond(3_700), bidId, extensions: 1 } })
    const before = viewOf(log)
    expect(before.endsAt).toBe(atSecond(3_700))
    const description = 'It ticks, and it strikes'
    log.add({ type: 'auction.revised', data: { ...terms, description, endsAt: before.endsAt } })
    expect(viewOf(log)).toEqual({ ...before, description, version: 5, updatedAt: atSecond(5) })
  })

  it('stays at the starting price when its only bid is retracted', () => {
    const log = openLot()
    const bid = log.bid(bidder(1), 3_000)
    log.retracted([bid], { price: null, leader: null })
    log.add({ type: 'auction.revised', data: { ...terms, description: 'It ticks, still' } })
    expect(viewOf(log)).toMatchObject({ price: 1_000, minimumBid: 1_000, bidCount: 1, leader: null })
  })
})
