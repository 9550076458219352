import { expect, it } from '@jest/globals'
import { curveOf } from './curve.ts'

const bid = (version: number, amount: number, more: object = {}) => ({
  id: `bid-${version}`,
  bidder: 'bidder 1',
  amount,
  type: 'exact',
  auto: false,
  at: new Date(version * 1_000).toISOString(),
  version,
  ...more,
})

it('rises from bid to bid, whatever order they come in', () => {
  expect(curveOf([bid(4, 300), bid(3, 200), bid(2, 100), bid(3, 200)])).toEqual({
    at: [2, 3, 4],
    price: [100, 200, 300],
  })
})

it('leaves out what was retracted, and what was beaten at once', () => {
  expect(curveOf([bid(2, 100), bid(3, 500, { retracted: true }), bid(4, 200), bid(5, 150)])).toEqual({
    at: [2, 4],
    price: [100, 200],
  })
})
