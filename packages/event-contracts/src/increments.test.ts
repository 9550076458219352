import { describe, expect, it } from '@jest/globals'
import { incrementTable, leastNextBid, stepAt } from './increments.ts'

const table = [
  { from: 1, step: 5 },
  { from: 100, step: 25 },
  { from: 500, step: 50 },
]

describe('the step above a price', () => {
  it.each([
    [1, 5],
    [99, 5],
    [100, 25],
    [499, 25],
    [500, 50],
    [1_000_000, 50],
  ])('%d → %d', (price, step) => {
    expect(stepAt(table, price)).toBe(step)
  })
})

describe('the least next bid', () => {
  it('is the starting price while there is no bid', () => {
    expect(leastNextBid(table, 80, null)).toBe(80)
  })

  it('is the current price and its step afterwards', () => {
    expect(leastNextBid(table, 80, 100)).toBe(125)
  })
})

describe('an increment table', () => {
  it.each([
    ['no steps', []],
    ['a step of zero', [{ from: 0, step: 0 }]],
    [
      'from not ascending',
      [
        { from: 1, step: 1 },
        { from: 1, step: 2 },
      ],
    ],
    ['a first step above 1', [{ from: 2, step: 1 }]],
    ['an unknown field', [{ from: 1, step: 1, percent: 5 }]],
  ])('is refused with %s', (_, steps) => {
    expect(incrementTable.safeParse(steps).success).toBe(false)
  })
})
