import { describe, expect, it } from '@jest/globals'
import { placeBid } from './placeBid.ts'
import { bob, carol, command, dave, duringMs, nobody, openLot, play } from './scenario.fixture.ts'

/** Steps of 100 throughout; starts at 1,000. */
const terms = { increments: [{ from: 0, step: 100 }] }

describe('the price after bids', () => {
  it.each([
    ['a first maximum: the starting price', [[bob, 'max', 5_000]], 1_000, bob],
    ['a first exact bid: its amount', [[bob, 'exact', 5_000]], 5_000, bob],
    [
      'a higher maximum: one step above the beaten one',
      [
        [bob, 'max', 5_000],
        [carol, 'max', 9_000],
      ],
      5_100,
      carol,
    ],
    [
      'a higher maximum by less than a step: all of it',
      [
        [bob, 'max', 5_000],
        [carol, 'max', 5_040],
      ],
      5_040,
      carol,
    ],
    [
      'a higher exact bid: its amount',
      [
        [bob, 'max', 5_000],
        [carol, 'exact', 9_000],
      ],
      9_000,
      carol,
    ],
    [
      'a lower maximum: one step above it',
      [
        [bob, 'max', 5_000],
        [carol, 'max', 3_000],
      ],
      3_100,
      bob,
    ],
    [
      'a lower exact bid: one step above it',
      [
        [bob, 'max', 5_000],
        [carol, 'exact', 3_000],
      ],
      3_100,
      bob,
    ],
    [
      'a lower bid within a step: the maximum',
      [
        [bob, 'max', 5_000],
        [carol, 'exact', 4_950],
      ],
      5_000,
      bob,
    ],
    [
      'an equal bid: the earlier leads, at it',
      [
        [bob, 'max', 5_000],
        [carol, 'max', 5_000],
      ],
      5_000,
      bob,
    ],
    [
      'an equal exact bid: likewise',
      [
        [bob, 'max', 5_000],
        [carol, 'exact', 5_000],
      ],
      5_000,
      bob,
    ],
    [
      'the leader going further: unchanged',
      [
        [bob, 'max', 5_000],
        [bob, 'max', 9_000],
      ],
      1_000,
      bob,
    ],
    [
      'the leader naming more: his amount',
      [
        [bob, 'max', 5_000],
        [bob, 'exact', 5_100],
      ],
      5_100,
      bob,
    ],
    [
      'three, mixed',
      [
        [bob, 'max', 5_000],
        [carol, 'exact', 2_000],
        [dave, 'max', 7_000],
        [bob, 'max', 7_000],
      ],
      7_000,
      dave,
    ],
  ] as const)('%s', (_, bids, price, leader) => {
    const { lot } = play(openLot(terms), bids)
    expect(lot).toMatchObject({ price, lead: { bidder: leader } })
  })
})

describe('what a bid writes', () => {
  it('is one entry when it leads: of a maximum, what it took', () => {
    const { lot } = play(openLot(terms), [[bob, 'max', 5_000]])
    const verdict = placeBid(lot, command({ bidder: carol, type: 'max', amount: 9_000 }), duringMs, nobody)
    expect(verdict).toMatchObject({
      facts: [{ type: 'bid.placed', data: { amount: 5_100, maximum: 9_000, leads: true, auto: false } }],
    })
  })

  it('is two when it is beaten at once: the bid, and the answer of the house', () => {
    const { lot } = play(openLot(terms), [[bob, 'max', 5_000]])
    const beaten = command({ bidder: carol, type: 'max', amount: 3_000 })
    expect(placeBid(lot, beaten, duringMs, nobody)).toMatchObject({
      answer: { bidId: beaten.bidId, outcome: 'outbid', price: 3_100, minimumBid: 3_200 },
      facts: [
        { data: { bidId: beaten.bidId, bidder: carol, amount: 3_000, price: 3_000, leads: false, auto: false } },
        {
          data: {
            bidId: beaten.answerId,
            bidder: bob,
            amount: 3_100,
            maximum: 5_000,
            price: 3_100,
            leads: true,
            auto: true,
          },
        },
      ],
    })
  })
})

describe('nobody bids against himself', () => {
  const { lot } = play(openLot(terms), [[bob, 'max', 5_000]])

  it.each([
    ['exact', 4_000],
    ['exact', 5_000],
    ['max', 4_000],
    ['max', 5_000],
  ] as const)('%s %d, up to his own maximum: already leading', (type, amount) => {
    const verdict = placeBid(lot, command({ bidder: bob, type, amount }), duringMs, nobody)
    expect(verdict).toMatchObject({ refusal: { code: 'already_leading', price: 1_000, minimumBid: 1_100 } })
  })

  it('the same maximum twice is one', () => {
    const again = command({ bidder: bob, type: 'max', amount: 8_000 })
    const once = play(lot, [[bob, 'max', 8_000]])
    expect(once.lot).toMatchObject({ price: 1_000, lead: { maximum: 8_000 } })
    expect(placeBid(once.lot, again, duringMs, nobody)).toMatchObject({ refusal: { code: 'already_leading' } })
  })

  it('a higher maximum than an exact bid of his needs no step', () => {
    const exact = play(openLot(terms), [
      [bob, 'exact', 5_000],
      [bob, 'max', 5_001],
    ])
    expect(exact.lot).toMatchObject({ price: 5_000, lead: { maximum: 5_001 } })
  })

  it('an exact lead asks the leader for a whole step, too', () => {
    const exact = play(openLot(terms), [[bob, 'exact', 5_000]])
    const verdict = placeBid(exact.lot, command({ bidder: bob, amount: 5_050 }), duringMs, nobody)
    expect(verdict).toMatchObject({ refusal: { code: 'low_bid', minimumBid: 5_100 } })
  })
})
