import { describe, expect, it } from '@jest/globals'
import { bidder, placedBy } from '../../../test/auctionLog.ts'
import { fold, foldTwice, openLot, viewOf } from '../../../test/folding.ts'
import { evolve } from '../lotProjection.ts'

const max = (maximum: number, price: number) => ({ type: 'max' as const, maximum, price })

describe('a bid up to a maximum', () => {
  it('leads at the price it takes, and the maximum stays out of the view', () => {
    const log = openLot()
    log.bid(bidder(1), 1_000, max(8_765, 1_000))
    expect(viewOf(log)).toMatchObject({ price: 1_000, minimumBid: 1_100, bidCount: 1, leader: { id: bidder(1).id } })
    expect(JSON.stringify(viewOf(log))).not.toContain('8765')
  })

  it('that its leader lifts changes no price', () => {
    const log = openLot()
    log.bid(bidder(1), 1_000, max(5_000, 1_000))
    log.bid(bidder(1), 1_000, max(9_000, 1_000))
    expect(foldTwice(log.events)).toMatchObject({ bidderCount: 1, view: { price: 1_000, bidCount: 2 } })
  })
})

describe('a bid that is beaten at once', () => {
  it('moves the price and leaves the leader; the answer of the house is one more entry', () => {
    const log = openLot()
    log.bid(bidder(1), 1_000, max(5_000, 1_000))
    log.bid(bidder(2), 3_000, { leads: false })
    expect(viewOf(log)).toMatchObject({ price: 3_000, bidCount: 2, leader: { ...bidder(1), alias: 1 } })
    log.bid(bidder(1), 3_100, { ...max(5_000, 3_100), auto: true })
    expect(foldTwice(log.events)).toMatchObject({
      bidderCount: 2,
      view: { price: 3_100, minimumBid: 3_200, bidCount: 3, retractedCount: 0, leader: { ...bidder(1), alias: 1 } },
    })
  })

  it('has made its bidder known: his next one has the same alias', () => {
    const log = openLot()
    log.bid(bidder(1), 1_000, max(5_000, 1_000))
    log.bid(bidder(2), 3_000, { leads: false })
    log.bid(bidder(3), 6_000)
    log.bid(bidder(2), 7_000)
    expect(viewOf(log).leader).toEqual({ ...bidder(2), alias: 2 })
  })
})

describe('a retraction', () => {
  it('takes price and leader back to those of the bids that stay', () => {
    const log = openLot()
    const first = placedBy(log.bid(bidder(1), 1_000))
    const second = log.bid(bidder(2), 6_000)
    log.retracted([second], { price: 1_000, leader: { bidder: bidder(1), bidId: first.bidId } })
    expect(viewOf(log)).toMatchObject({
      price: 1_000,
      minimumBid: 1_100,
      bidCount: 2,
      retractedCount: 1,
      leader: { ...bidder(1), alias: 1 },
    })
  })

  it('takes the answers with it that only it had caused', () => {
    const log = openLot()
    const leading = placedBy(log.bid(bidder(1), 1_000, max(5_000, 1_000)))
    const beaten = log.bid(bidder(2), 3_000, { leads: false })
    const answer = log.bid(bidder(1), 3_100, { ...max(5_000, 3_100), auto: true })
    log.retracted([beaten, answer], { price: 1_000, leader: { bidder: bidder(1), bidId: leading.bidId } })
    expect(viewOf(log)).toMatchObject({ price: 1_000, bidCount: 3, retractedCount: 2, leader: { alias: 1 } })
  })

  it('of all there is leaves the lot as if nobody had bid, but for the counts and the aliases', () => {
    const log = openLot({ reservePrice: 2_000, buyNowPolicy: 'until_first_bid' })
    const only = log.bid(bidder(1), 3_000)
    expect(viewOf(log)).toMatchObject({ reserveMet: true, buyNowAvailable: false })
    log.retracted([only], { price: null, leader: null })
    expect(viewOf(log)).toMatchObject({
      price: 1_000,
      minimumBid: 1_000,
      bidCount: 1,
      retractedCount: 1,
      leader: null,
      reserveMet: false,
      buyNowAvailable: true,
    })
    log.bid(bidder(2), 1_000)
    expect(viewOf(log).leader).toEqual({ ...bidder(2), alias: 2 })
  })

  it('that leaves a leader whose alias was not loaded is refused: it names no stranger', () => {
    const log = openLot()
    const first = placedBy(log.bid(bidder(1), 1_000))
    const second = log.bid(bidder(2), 6_000)
    const lot = { ...fold(log.events), aliases: new Map<string, number>() }
    const retraction = log.retracted([second], { price: 1_000, leader: { bidder: bidder(1), bidId: first.bidId } })
    expect(() => evolve(lot, retraction)).toThrow('has no alias')
  })
})
