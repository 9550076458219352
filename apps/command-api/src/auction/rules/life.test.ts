import { describe, expect, it } from '@jest/globals'
import { buyNow } from './buyNow.ts'
import { closeAuction } from './closeAuction.ts'
import { openAuction } from './openAuction.ts'
import {
  alice,
  bid,
  bidId,
  bob,
  carol,
  duringMs,
  endMs,
  given,
  listed,
  opened,
  startMs,
  then,
  typesOf,
} from './scenario.fixture.ts'

describe('opening', () => {
  it('happens from startsAt on', () => {
    expect(openAuction(given(listed()), startMs - 1)).toMatchObject({ refusal: { code: 'not_due' } })
    expect(typesOf(openAuction(given(listed()), startMs))).toEqual(['auction.opened'])
  })

  it('twice, or after the end of all, does nothing more', () => {
    const open = given(listed(), opened)
    expect(typesOf(openAuction(open, duringMs))).toEqual([])
    expect(typesOf(openAuction(then(open, closeAuction(open, endMs)), endMs))).toEqual([])
  })

  it('needs a lot', () => {
    expect(openAuction(given(), startMs)).toMatchObject({ refusal: { code: 'not_found' } })
  })
})

describe('closing', () => {
  it('before the end is refused', () => {
    expect(closeAuction(given(listed(), opened), endMs - 1)).toMatchObject({ refusal: { code: 'not_due' } })
  })

  it('sells to the leader at the price', () => {
    const lot = given(listed(), opened, bid(bob, 5_000, 1), bid(carol, 6_000, 2))
    expect(closeAuction(lot, endMs)).toMatchObject({
      facts: [{ type: 'auction.closed', data: { outcome: 'sold', winner: carol, bidId: bidId(2), price: 6_000 } }],
    })
  })

  it('without a bid says so', () => {
    expect(closeAuction(given(listed(), opened), endMs)).toMatchObject({ facts: [{ data: { outcome: 'no_bids' } }] })
  })

  it('of a lot that nobody opened opens it first', () => {
    expect(typesOf(closeAuction(given(listed()), endMs))).toEqual(['auction.opened', 'auction.closed'])
  })

  it('twice, or after a purchase, does nothing more', () => {
    const lot = given(listed({ buyNowPrice: 9_000 }), opened)
    const closed = then(lot, closeAuction(lot, endMs))
    expect(typesOf(closeAuction(closed, endMs))).toEqual([])
    const bought = then(lot, buyNow(lot, { bidId: bidId(1), buyer: bob }, duringMs))
    expect(typesOf(closeAuction(bought, endMs))).toEqual([])
  })
})

describe('buying now', () => {
  const lot = given(listed({ buyNowPrice: 9_000 }), opened, bid(carol, 5_000))
  const purchase = { bidId: bidId(3), buyer: bob }

  it('ends the lot at its buy-now price', () => {
    const verdict = buyNow(lot, purchase, duringMs)
    expect(verdict).toMatchObject({ answer: { outcome: 'bought', price: 9_000 } })
    expect(then(lot, verdict)).toMatchObject({ status: 'completed', price: 9_000, lead: { bidder: bob } })
  })

  it('has one winner', () => {
    const sold = then(lot, buyNow(lot, purchase, duringMs))
    expect(buyNow(sold, { ...purchase, buyer: carol }, duringMs)).toMatchObject({ refusal: { code: 'already_ended' } })
    expect(buyNow(sold, purchase, duringMs)).toMatchObject({ refusal: { code: 'already_ended' } })
  })

  it.each([
    ['without a buy-now price', given(listed(), opened), bob, duringMs, 'buy_now_unavailable'],
    ['by the seller', lot, alice, duringMs, 'own_lot'],
    ['before the start', lot, bob, startMs - 1, 'not_started'],
    ['at the end', lot, bob, endMs, 'already_ended'],
    ['of no lot', given(), bob, duringMs, 'not_found'],
  ])('%s is refused', (_, auction, buyer, nowMs, code) => {
    const command = { bidId: bidId(3), buyer: { id: buyer.id, paddleNumber: buyer.paddleNumber } }
    expect(buyNow(auction, command, nowMs)).toMatchObject({ refusal: { code } })
  })
})
