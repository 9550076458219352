import { amountMax } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { bidder } from '../../../test/auctionLog.ts'
import { openLot, viewOf } from '../../../test/folding.ts'

describe('the least next bid', () => {
  it('is the starting price while nobody leads, then a step more than the price', () => {
    const log = openLot()
    expect(viewOf(log).minimumBid).toBe(1_000)
    log.bid(bidder(1), 4_900)
    expect(viewOf(log).minimumBid).toBe(5_000)
    log.bid(bidder(2), 5_000)
    expect(viewOf(log).minimumBid).toBe(5_500)
  })

  it('is never more than anybody may name', () => {
    const log = openLot({ buyNowPrice: null })
    log.bid(bidder(1), amountMax - 1)
    expect(viewOf(log).minimumBid).toBe(amountMax)
  })
})

describe('the reserve', () => {
  it('is met where there is none', () => {
    expect(viewOf(openLot()).reserveMet).toBe(true)
  })

  it('is met by the price that reaches it, and no more when that bid is retracted', () => {
    const log = openLot({ reservePrice: 5_000 })
    expect(viewOf(log).reserveMet).toBe(false)
    log.bid(bidder(1), 4_999)
    expect(viewOf(log).reserveMet).toBe(false)
    const bid = log.bid(bidder(2), 5_000)
    expect(viewOf(log).reserveMet).toBe(true)
    log.retracted([bid], { price: 4_999, leader: { bidder: bidder(1), bidId: log.auctionId } })
    expect(viewOf(log).reserveMet).toBe(false)
  })

  it('is not met by a starting price at it: nobody has bid', () => {
    expect(viewOf(openLot({ startingPrice: 5_000, reservePrice: 5_000 })).reserveMet).toBe(false)
  })
})

describe('buying at once', () => {
  it('is off where there is no price for it', () => {
    expect(viewOf(openLot({ buyNowPrice: null })).buyNowAvailable).toBe(false)
  })

  it('is on until the price reaches it', () => {
    const log = openLot({ buyNowPolicy: 'until_price_reached' })
    log.bid(bidder(1), 49_999)
    expect(viewOf(log).buyNowAvailable).toBe(true)
    log.bid(bidder(2), 50_000)
    expect(viewOf(log).buyNowAvailable).toBe(false)
  })

  it('or until the reserve is met', () => {
    const log = openLot({ buyNowPolicy: 'until_reserve_met', reservePrice: 5_000 })
    log.bid(bidder(1), 4_999)
    expect(viewOf(log).buyNowAvailable).toBe(true)
    log.bid(bidder(2), 5_000)
    expect(viewOf(log).buyNowAvailable).toBe(false)
  })

  it('or until the first bid', () => {
    const log = openLot({ buyNowPolicy: 'until_first_bid' })
    expect(viewOf(log).buyNowAvailable).toBe(true)
    log.bid(bidder(1), 1_000)
    expect(viewOf(log).buyNowAvailable).toBe(false)
  })

  it('is off once the lot is over, whatever the price', () => {
    const closed = openLot()
    closed.closedWithoutBids()
    expect(viewOf(closed).buyNowAvailable).toBe(false)
    const cancelled = openLot()
    cancelled.add({ type: 'auction.cancelled', data: { by: 'seller', reason: null } })
    expect(viewOf(cancelled).buyNowAvailable).toBe(false)
  })
})
