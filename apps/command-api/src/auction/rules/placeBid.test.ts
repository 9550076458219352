import { describe, expect, it } from '@jest/globals'
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
  endsAt,
  given,
  listed,
  nobody,
  opened,
  openLot,
  startMs,
  then,
  typesOf,
} from './scenario.fixture.ts'

const exact = (amount: number, bidder = bob, confirm = false) => command({ bidId: bidId(9), bidder, amount, confirm })

describe('a first bid', () => {
  it('at the starting price leads', () => {
    const lot = given(listed(), opened)
    expect(placeBid(lot, exact(1_000), duringMs, nobody)).toEqual({
      accepted: true,
      facts: [bid(bob, 1_000, 9)],
      answer: {
        bidId: bidId(9),
        outcome: 'leading',
        price: 1_000,
        minimumBid: 1_001,
        endsAt: '2026-11-21T11:00:00.000Z',
      },
    })
  })

  it('below the starting price is refused with the least bid', () => {
    const refusal = { code: 'low_bid', minimumBid: 1_000, price: 1_000 }
    expect(placeBid(given(listed(), opened), exact(999), duringMs, nobody)).toEqual({ accepted: false, refusal })
  })

  it('opens a lot that is due though the scheduler has not come by', () => {
    expect(typesOf(placeBid(given(listed()), exact(1_000), startMs, nobody))).toEqual(['auction.opened', 'bid.placed'])
  })
})

describe('a later bid', () => {
  const lot = given(listed(), opened, bid(bob, 5_000))

  it('higher by the step leads', () => {
    expect(placeBid(lot, exact(5_001, carol), duringMs, nobody)).toMatchObject({
      accepted: true,
      answer: { price: 5_001 },
    })
  })

  it.each([5_000, 4_999, 1, 0, -1])('of %d is too low', (amount) => {
    expect(placeBid(lot, exact(amount, carol), duringMs, nobody)).toMatchObject({
      refusal: { code: 'low_bid', minimumBid: 5_001, price: 5_000 },
    })
  })

  it('counts the step of its table', () => {
    const tabled = given(listed({ increments: [{ from: 1, step: 500 }] }), opened, bid(bob, 5_000))
    expect(placeBid(tabled, exact(5_499, carol), duringMs, nobody)).toMatchObject({ refusal: { minimumBid: 5_500 } })
    expect(placeBid(tabled, exact(5_500, carol), duringMs, nobody)).toMatchObject({ answer: { minimumBid: 6_000 } })
  })

  it('of the leader himself is refused up to his maximum, and taken above it', () => {
    expect(placeBid(lot, exact(5_000, bob), duringMs, nobody)).toMatchObject({ refusal: { code: 'already_leading' } })
    expect(placeBid(lot, exact(6_000, bob), duringMs, nobody)).toMatchObject({
      answer: { outcome: 'leading', price: 6_000 },
    })
  })

  it('sent twice is taken once', () => {
    const once = then(lot, placeBid(lot, exact(6_000, carol), duringMs, nobody))
    expect(placeBid(once, exact(6_000, carol), duringMs, nobody)).toMatchObject({
      refusal: { code: 'already_leading' },
    })
  })
})

describe('time', () => {
  const lot = given(listed(), opened)

  it.each([
    ['a millisecond before the start', startMs - 1, 'not_started'],
    ['at the end', endMs, 'already_ended'],
    ['after the end, though nobody has closed it', endMs + 1, 'already_ended'],
  ])('%s the bid is refused', (_, nowMs, code) => {
    expect(placeBid(lot, exact(1_000), nowMs, nobody)).toMatchObject({ refusal: { code } })
  })

  it.each([
    ['at the start', startMs],
    ['a millisecond before the end', endMs - 1],
  ])('%s the bid is in time', (_, nowMs) => {
    expect(placeBid(lot, exact(1_000), nowMs, nobody).accepted).toBe(true)
  })

  it('is over once the lot is completed, whatever the clock says', () => {
    const closed = given(listed(), opened, { type: 'auction.closed', data: { outcome: 'no_bids' } })
    expect(placeBid(closed, exact(1_000), duringMs, nobody)).toMatchObject({ refusal: { code: 'already_ended' } })
  })
})

describe('a bid that reaches the buy-now price', () => {
  const lot = given(listed({ buyNowPrice: 9_000 }), opened, bid(bob, 5_000))

  it.each([9_000, 12_000])('of %d buys at the buy-now price', (amount) => {
    const verdict = placeBid(lot, exact(amount, carol), duringMs, nobody)
    expect(typesOf(verdict)).toEqual(['auction.bought_now', 'auction.sold'])
    expect(verdict).toMatchObject({
      facts: [{ data: { via: 'bid', price: 9_000 } }, {}],
      answer: { outcome: 'bought', price: 9_000, endsAt },
    })
  })

  it('opens a lot that is due', () => {
    const due = given(listed({ buyNowPrice: 9_000 }))
    expect(typesOf(placeBid(due, exact(9_000), startMs, nobody))).toEqual([
      'auction.opened',
      'auction.bought_now',
      'auction.sold',
    ])
  })

  it('buys although the step asks for more', () => {
    const steep = given(listed({ buyNowPrice: 9_000, increments: [{ from: 1, step: 5_000 }] }), opened, bid(bob, 5_000))
    expect(placeBid(steep, exact(9_000, carol), duringMs, nobody)).toMatchObject({ answer: { outcome: 'bought' } })
  })

  it('finds the lot sold the second time', () => {
    const sold = then(lot, placeBid(lot, exact(9_000, carol), duringMs, nobody))
    expect(placeBid(sold, exact(9_000, bob), duringMs, nobody)).toMatchObject({ refusal: { code: 'already_ended' } })
  })
})

describe('a slip of the finger', () => {
  const lot = given(listed(), opened)

  it('above a hundred times the price is asked about', () => {
    expect(placeBid(lot, exact(100_001), duringMs, nobody)).toMatchObject({
      refusal: { code: 'too_high', limit: 100_000 },
    })
  })

  it('is measured by the price there is, also when it would buy at once', () => {
    const limit = 500_000
    for (const buyNowPrice of [null, 400_000]) {
      const led = given(listed({ buyNowPrice }), opened, bid(bob, 5_000))
      const slip = placeBid(led, exact(limit + 1, carol), duringMs, nobody)
      expect(slip).toMatchObject({ refusal: { code: 'too_high', limit } })
      expect(placeBid(led, exact(limit, carol), duringMs, nobody).accepted).toBe(true)
    }
  })

  it('is none at a hundred times the price, or when confirmed', () => {
    expect(placeBid(lot, exact(100_000), duringMs, nobody).accepted).toBe(true)
    expect(placeBid(lot, exact(100_001, bob, true), duringMs, nobody).accepted).toBe(true)
  })
})

describe('whoever may not bid', () => {
  it('is the seller', () => {
    expect(placeBid(given(listed(), opened), exact(1_000, alice), duringMs, nobody)).toMatchObject({
      refusal: { code: 'own_lot' },
    })
  })

  it('is anybody on a lot that is not there', () => {
    expect(placeBid(given(), exact(1_000), duringMs, nobody)).toMatchObject({ refusal: { code: 'not_found' } })
  })
})

describe('a bidder whom the seller has blocked', () => {
  it('is refused, the others are not', () => {
    const blocked = new Set([bob.paddleNumber])
    expect(placeBid(openLot(), exact(1_000), duringMs, blocked)).toMatchObject({ refusal: { code: 'blocked_bidder' } })
    expect(placeBid(openLot(), exact(1_000, carol), duringMs, blocked).accepted).toBe(true)
  })
})

describe('a bid in a currency', () => {
  it.each([
    ["the lot's", 'KRW', true],
    ["another lot's", 'USD', false],
    ['none', null, true],
  ])('%s', (_, currency, accepted) => {
    const verdict = placeBid(openLot(), command({ currency }), duringMs, nobody)
    expect(verdict.accepted).toBe(accepted)
    if (!accepted) expect(verdict).toMatchObject({ refusal: { code: 'wrong_currency', currency: 'KRW' } })
  })
})

describe('a cancelled lot', () => {
  it('takes no bids', () => {
    const cancelled = given(listed(), opened, { type: 'auction.cancelled', data: { by: 'seller', reason: null } })
    expect(placeBid(cancelled, exact(1_000), duringMs, nobody)).toMatchObject({ refusal: { code: 'cancelled' } })
  })
})
