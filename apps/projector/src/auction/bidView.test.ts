import { expect, it } from '@jest/globals'
import { atSecond, auctionLog, bidder, placedBy } from '../../test/auctionLog.ts'
import { fold, openLot } from '../../test/folding.ts'
import { bidViewOf } from './bidView.ts'

it('a bid is told as it was placed, with what its bidder would go to', () => {
  const log = openLot()
  const { bidId } = placedBy(log.bid(bidder(4), 1_000, { type: 'max', maximum: 5_000 }))
  const [, , event] = log.events
  expect(event && bidViewOf(fold(log.events), event)).toEqual({
    id: bidId,
    auctionId: log.auctionId,
    lotNumber: 7,
    version: 3,
    bidder: { ...bidder(4), alias: 1 },
    type: 'max',
    amount: 1_000,
    maximum: 5_000,
    leads: true,
    auto: false,
    at: atSecond(3),
    retractedVersion: null,
  })
})

it('a bid that is beaten at once does not lead, and the answer of the house does, as its own', () => {
  const log = openLot()
  log.bid(bidder(1), 1_000, { type: 'max', maximum: 5_000 })
  const beaten = log.bid(bidder(2), 3_000, { price: 3_000, leads: false })
  const answer = log.bid(bidder(1), 3_100, { type: 'max', maximum: 5_000, auto: true })
  const lot = fold(log.events)
  expect(bidViewOf(lot, beaten)).toMatchObject({
    type: 'exact',
    amount: 3_000,
    maximum: 3_000,
    leads: false,
    auto: false,
  })
  expect(bidViewOf(lot, answer)).toMatchObject({ type: 'max', amount: 3_100, maximum: 5_000, leads: true, auto: true })
})

it('a purchase leads at its price, and nobody answers for the buyer', () => {
  const log = openLot()
  const purchase = log.boughtNow(bidder(2), 50_000)
  if (purchase.type !== 'auction.bought_now') throw new Error('no purchase')
  expect(bidViewOf(fold(log.events), purchase)).toEqual({
    id: purchase.data.bidId,
    auctionId: log.auctionId,
    lotNumber: 7,
    version: 3,
    bidder: { ...bidder(2), alias: 1 },
    type: 'buy_now',
    amount: 50_000,
    maximum: 50_000,
    leads: true,
    auto: false,
    at: atSecond(3),
    retractedVersion: null,
  })
})

it('nothing else stands in the list', () => {
  const log = auctionLog()
  const listed = log.listed()
  const opened = log.opened()
  const bid = log.bid(bidder(1), 1_000)
  const retraction = log.retracted([bid], { price: null, leader: null })
  const lot = fold(log.events)
  for (const event of [listed, opened, retraction]) expect(bidViewOf(lot, event)).toBeUndefined()
})
