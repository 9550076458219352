import { describe, expect, it } from '@jest/globals'
import { type AuctionLog, atSecond, bidder, defaultListing, placedBy } from '../../../test/auctionLog.ts'
import { fold, openLot, viewOf } from '../../../test/folding.ts'

const soldTo = (log: AuctionLog, saleId: string, price: number, via: 'hammer' | 'buy_now') =>
  log.add({
    type: 'auction.sold',
    data: {
      saleId,
      via,
      lotNumber: 7,
      seller: defaultListing.seller,
      buyer: bidder(1),
      price,
      currency: 'KRW',
    },
  })

describe('a lot that is closed', () => {
  it('is sold to the winner under the hammer', () => {
    const log = openLot()
    const { bidId } = placedBy(log.bid(bidder(1), 2_000))
    log.sold(bidder(1), bidId, 2_000)
    expect(viewOf(log)).toMatchObject({
      status: 'completed',
      outcome: 'sold',
      price: 2_000,
      endedAt: atSecond(4),
      cancelReason: null,
      sale: { saleId: bidId, via: 'hammer', buyer: { ...bidder(1), alias: 1 }, price: 2_000, failed: false },
    })
  })

  it('below its reserve is sold to nobody, and keeps price and leader', () => {
    const log = openLot({ reservePrice: 5_000 })
    const { bidId } = placedBy(log.bid(bidder(1), 2_000))
    const data = { outcome: 'reserve_not_met' as const, highestBidder: bidder(1), bidId, price: 2_000 }
    log.add({ type: 'auction.closed', data })
    expect(viewOf(log)).toMatchObject({
      status: 'completed',
      outcome: 'reserve_not_met',
      reserveMet: false,
      price: 2_000,
      leader: { ...bidder(1), alias: 1 },
      endedAt: atSecond(4),
      sale: null,
    })
  })

  it('without bids is sold to nobody', () => {
    const log = openLot()
    log.closedWithoutBids()
    expect(viewOf(log)).toMatchObject({ outcome: 'no_bids', leader: null, endedAt: atSecond(3), sale: null })
  })
})

describe('a lot that is bought at once', () => {
  it('is a sale to the buyer by the id of the purchase', () => {
    const log = openLot({ reservePrice: 60_000 })
    log.bid(bidder(1), 2_000)
    const purchase = log.boughtNow(bidder(2), 50_000)
    if (purchase.type !== 'auction.bought_now') throw new Error('no purchase')
    const buyer = { ...bidder(2), alias: 2 }
    expect(viewOf(log)).toMatchObject({
      status: 'completed',
      outcome: 'bought_now',
      price: 50_000,
      bidCount: 2,
      leader: buyer,
      endedAt: atSecond(4),
      sale: { saleId: purchase.data.bidId, via: 'buy_now', buyer, price: 50_000, failed: false },
    })
  })
})

describe('the fact that orders are made from', () => {
  it('changes nothing but the version', () => {
    const log = openLot()
    const { bidId } = placedBy(log.bid(bidder(1), 2_000))
    log.sold(bidder(1), bidId, 2_000)
    const before = viewOf(log)
    soldTo(log, bidId, 2_000, 'hammer')
    expect(viewOf(log)).toEqual({ ...before, version: 5, updatedAt: atSecond(5) })
  })

  it('is missing in logs of before, which come to the same sale', () => {
    const log = openLot()
    log.boughtNow(bidder(1), 50_000)
    const before = viewOf(log)
    soldTo(log, before.sale?.saleId ?? '', 50_000, 'buy_now')
    expect(viewOf(log).sale).toEqual(before.sale)
  })
})

describe('a sale that fails', () => {
  it('stays to be seen, as failed; what the auction came to stays too', () => {
    const log = openLot()
    const { bidId } = placedBy(log.bid(bidder(1), 2_000))
    log.sold(bidder(1), bidId, 2_000)
    const before = viewOf(log)
    log.add({ type: 'sale.failed', data: { saleId: bidId, reason: 'unpaid', by: 'seller' } })
    const { sale } = before
    if (sale === null) throw new Error('no sale')
    expect(viewOf(log)).toEqual({ ...before, version: 5, updatedAt: atSecond(5), sale: { ...sale, failed: true } })
  })
})

describe('a lot that is cancelled', () => {
  it('has ended without an outcome, and says why', () => {
    const log = openLot()
    log.bid(bidder(1), 2_000)
    log.add({ type: 'auction.cancelled', data: { by: 'administrator', reason: 'not his to sell' } })
    expect(viewOf(log)).toMatchObject({
      status: 'cancelled',
      outcome: null,
      cancelReason: 'not his to sell',
      endedAt: atSecond(4),
      price: 2_000,
      leader: { alias: 1 },
      sale: null,
      buyNowAvailable: false,
    })
  })

  it('before it opened needs no reason', () => {
    const log = openLot()
    log.events.pop()
    log.add({ type: 'auction.cancelled', data: { by: 'seller', reason: null } })
    expect(viewOf(log)).toMatchObject({ version: 2, status: 'cancelled', cancelReason: null, endedAt: atSecond(2) })
  })
})

it('a lot is not closed for a winner who never bid', () => {
  const log = openLot()
  log.sold(bidder(1), log.auctionId, 2_000)
  expect(() => fold(log.events)).toThrow('has no alias')
})
