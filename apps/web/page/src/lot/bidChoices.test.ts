import { expect, it } from '@jest/globals'
import { doubtAbout, leastBid, quickBids } from './bidChoices.ts'

const lot = { price: 10_000, minimumBid: 10_500, bidCount: 3, buyNowPrice: 50_000, buyNowAvailable: true }

it('asks again before a bid that buys', () => {
  expect(doubtAbout('exact', 50_000, lot, false)).toBe('buys')
  expect(doubtAbout('max', 60_000, lot, false)).toBe('buys')
  expect(doubtAbout('exact', 49_999, { ...lot, minimumBid: 40_000 }, false)).toBeUndefined()
})

it('asks again before a jump, and lets a maximum be far', () => {
  const open = { ...lot, buyNowAvailable: false }
  expect(doubtAbout('exact', 31_500, open, false)).toBeUndefined()
  expect(doubtAbout('exact', 31_501, open, false)).toBe('jump')
  expect(doubtAbout('max', 105_000, open, false)).toBeUndefined()
  expect(doubtAbout('max', 105_001, open, false)).toBe('jump')
})

it('offers steps above the least bid, and never one that buys', () => {
  expect(quickBids(lot)).toEqual([11_000, 11_500, 13_000])
  expect(quickBids({ ...lot, bidCount: 0, price: 30_000, minimumBid: 30_000 })).toEqual([31_000, 32_000, 35_000])
  expect(quickBids({ ...lot, buyNowPrice: 11_000 })).toEqual([])
  expect(quickBids({ price: 0, minimumBid: 1, bidCount: 0, buyNowPrice: null, buyNowAvailable: false })).toEqual([
    2, 3, 6,
  ])
})

it('asks whoever leads for more than he has bid already', () => {
  expect(leastBid(lot, undefined)).toBe(10_500)
  expect(leastBid(lot, 10_000)).toBe(10_500)
  expect(leastBid(lot, 20_000)).toBe(20_500)
})

it('asks whoever leads before he raises the price against himself, but not his maximum', () => {
  const open = { ...lot, buyNowAvailable: false }
  expect(doubtAbout('exact', 11_000, open, true)).toBe('self')
  expect(doubtAbout('max', 11_000, open, true)).toBeUndefined()
})
