import { describe, expect, it } from '@jest/globals'
import { buyNow } from './buyNow.ts'
import { placeBid } from './placeBid.ts'
import {
  alice,
  bid,
  bidId,
  bob,
  carol,
  command,
  duringMs,
  endMs,
  given,
  listed,
  nobody,
  opened,
  openLot,
  play,
  startMs,
  then,
  typesOf,
  usualSoftClose,
} from './scenario.fixture.ts'

describe('buying now', () => {
  const lot = given(listed({ buyNowPrice: 9_000 }), opened, bid(carol, 5_000))
  const purchase = { bidId: bidId(3), buyer: bob }

  it('ends the lot at its buy-now price', () => {
    const verdict = buyNow(lot, purchase, duringMs, nobody)
    expect(verdict).toMatchObject({
      facts: [{ data: { via: 'button' } }, {}],
      answer: { outcome: 'bought', price: 9_000 },
    })
    expect(typesOf(verdict)).toEqual(['auction.bought_now', 'auction.sold'])
    expect(then(lot, verdict)).toMatchObject({ status: 'completed', price: 9_000, sale: { buyer: bob, price: 9_000 } })
  })

  it('opens a lot that is due', () => {
    const due = given(listed({ buyNowPrice: 9_000 }))
    expect(typesOf(buyNow(due, purchase, startMs, nobody))).toEqual([
      'auction.opened',
      'auction.bought_now',
      'auction.sold',
    ])
  })

  it('has one winner', () => {
    const sold = then(lot, buyNow(lot, purchase, duringMs, nobody))
    expect(buyNow(sold, { ...purchase, buyer: carol }, duringMs, nobody)).toMatchObject({
      refusal: { code: 'already_ended' },
    })
    expect(buyNow(sold, purchase, duringMs, nobody)).toMatchObject({ refusal: { code: 'already_ended' } })
  })

  it.each([
    ['without a buy-now price', given(listed(), opened), bob, duringMs, 'buy_now_unavailable'],
    ['by the seller', lot, alice, duringMs, 'own_lot'],
    ['before the start', lot, bob, startMs - 1, 'not_started'],
    ['at the end', lot, bob, endMs, 'already_ended'],
    ['of no lot', given(), bob, duringMs, 'not_found'],
  ])('%s is refused', (_, auction, buyer, nowMs, code) => {
    const command = { bidId: bidId(3), buyer: { id: buyer.id, paddleNumber: buyer.paddleNumber } }
    expect(buyNow(auction, command, nowMs, nobody)).toMatchObject({ refusal: { code } })
  })
})

describe('how long a lot can be bought at once', () => {
  const purchase = { bidId: bidId(3), buyer: carol }
  const terms = { buyNowPrice: 9_000, reservePrice: 5_000 }

  it.each([
    ['until_first_bid', [], true],
    ['until_first_bid', [[bob, 'max', 2_000]], false],
    ['until_reserve_met', [[bob, 'max', 4_999]], true],
    ['until_reserve_met', [[bob, 'max', 5_000]], false],
    ['until_price_reached', [[bob, 'max', 8_999]], true],
  ] as const)('%s after %j: %s', (buyNowPolicy, bids, isOn) => {
    const { lot } = play(openLot({ ...terms, buyNowPolicy }), bids)
    expect(buyNow(lot, purchase, duringMs, nobody).accepted).toBe(isOn)
    const reaching = placeBid(lot, command({ bidder: carol, amount: 9_000 }), duringMs, nobody)
    expect(reaching).toMatchObject({ answer: { outcome: isOn ? 'bought' : 'leading' } })
  })

  it('does not move the end', () => {
    const lot = openLot({ ...terms, softClose: usualSoftClose })
    expect(typesOf(buyNow(lot, purchase, endMs - 1, nobody))).toEqual(['auction.bought_now', 'auction.sold'])
  })

  it('is not for whom the seller has blocked', () => {
    expect(buyNow(openLot(terms), purchase, duringMs, new Set([carol.paddleNumber]))).toMatchObject({
      refusal: { code: 'blocked_bidder' },
    })
  })
})
