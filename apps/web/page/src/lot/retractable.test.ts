import { expect, it } from '@jest/globals'
import { retractable } from './retractable.ts'

const nowMs = Date.parse('2026-11-21T12:00:00Z')
const mine = { bidder: 'bidder 1', amount: 150, maximum: 150, version: 5, at: '2026-11-21T11:00:00.000Z' }
const bid = (version: number, amount: number, more: object = {}) => ({
  id: `bid-${version}`,
  bidder: 'bidder 1',
  amount,
  type: 'exact',
  auto: false,
  at: new Date(nowMs - 60_000).toISOString(),
  version,
  ...more,
})
const bids = [bid(6, 160, { auto: true }), bid(5, 150), bid(4, 120, { bidder: 'bidder 2' }), bid(3, 100)]

it('takes all of one’s own back while the end is far, and names the last one that was not the house’s', () => {
  const far = { endsAt: '2026-11-22T12:00:00.000Z' }
  expect(retractable(far, bids, mine, nowMs)).toEqual({ bidId: 'bid-5', all: true, amounts: [150, 100] })
  expect(retractable(far, [bid(5, 150)], mine, nowMs)).toEqual({ bidId: 'bid-5', all: false, amounts: [150] })
})

it('takes the last one alone near the end, and within an hour', () => {
  const near = { endsAt: '2026-11-21T20:00:00.000Z' }
  expect(retractable(near, bids, mine, nowMs)).toEqual({ bidId: 'bid-5', all: false, amounts: [150] })
  expect(retractable(near, bids, mine, nowMs + 3_600_000)).toBeUndefined()
})

it('takes nothing where nothing is left', () => {
  const far = { endsAt: '2026-11-22T12:00:00.000Z' }
  expect(retractable(far, [], mine, nowMs)).toBeUndefined()
  expect(retractable(far, [bid(5, 150, { retracted: true })], mine, nowMs)).toBeUndefined()
})
