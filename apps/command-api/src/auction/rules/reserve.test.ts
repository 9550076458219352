import { describe, expect, it } from '@jest/globals'
import { bob, carol, openLot, play } from './scenario.fixture.ts'

/** Steps of 100 throughout; starts at 1,000. */
const terms = { increments: [{ from: 0, step: 100 }] }

describe('a reserve', () => {
  const reserved = { ...terms, reservePrice: 4_000 }

  it.each([
    ['below it: not met', [[bob, 'max', 3_999]], 1_000, 'leading_reserve_not_met'],
    ['at it: the reserve', [[bob, 'max', 4_000]], 4_000, 'leading'],
    ['above it: the reserve', [[bob, 'max', 9_000]], 4_000, 'leading'],
    ['an exact bid above it: its amount', [[bob, 'exact', 4_500]], 4_500, 'leading'],
    [
      'the leader reaching it later',
      [
        [bob, 'max', 3_000],
        [bob, 'max', 6_000],
      ],
      4_000,
      'leading',
    ],
    [
      'another one reaching it',
      [
        [bob, 'max', 3_000],
        [carol, 'max', 6_000],
      ],
      4_000,
      'leading',
    ],
    [
      'two below it',
      [
        [bob, 'max', 2_000],
        [carol, 'max', 3_000],
      ],
      2_100,
      'leading_reserve_not_met',
    ],
    [
      'two above it',
      [
        [bob, 'max', 5_000],
        [carol, 'max', 9_000],
      ],
      5_100,
      'leading',
    ],
  ] as const)('%s', (_, bids, price, outcome) => {
    const { answers } = play(openLot(reserved), bids)
    expect(answers.at(-1)).toMatchObject({ price, outcome })
  })

  it('twice reached is lifted to once: a later bid moves the price by its step only', () => {
    const { lot, answers } = play(openLot(reserved), [
      [bob, 'max', 9_000],
      [bob, 'max', 9_500],
      [carol, 'exact', 4_100],
    ])
    expect(answers.map(({ price }) => price)).toEqual([4_000, 4_000, 4_200])
    expect(lot).toMatchObject({ lead: { bidder: bob } })
  })
})
