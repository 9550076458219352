import { expect, it } from '@jest/globals'
import { standingOf } from './standing.ts'

const mine = { bidder: 'bidder 3', amount: 100, maximum: 200, version: 5, at: '2026-11-21T00:00:00.000Z' }
const lot = {
  status: 'active',
  leader: 'bidder 3',
  hasReserve: false,
  reserveMet: false,
  sale: null,
  version: 6,
  outcome: null,
} as const
const sale = { via: 'hammer', buyer: 'bidder 3', price: 100, failed: false } as const

it('leads whose alias is the leader', () => {
  expect(standingOf(lot, mine)).toBe('leading')
  expect(standingOf({ ...lot, hasReserve: true }, mine)).toBe('leading_reserve_not_met')
  expect(standingOf({ ...lot, leader: 'bidder 1' }, mine)).toBe('outbid')
  expect(standingOf(lot, null)).toBe('none')
})

it('does not call outbid whose bid is on its way to the page', () => {
  expect(standingOf({ ...lot, leader: 'bidder 1', version: 4 }, mine)).toBe('none')
})

it('wins who bought, whatever happened before', () => {
  const over = { ...lot, status: 'completed', outcome: 'sold', sale } as const
  expect(standingOf(over, mine)).toBe('won')
  expect(standingOf({ ...over, sale: { ...sale, buyer: 'bidder 1' } }, mine)).toBe('lost')
  expect(standingOf({ ...over, sale: { ...sale, failed: true } }, mine)).toBe('lost')
  expect(standingOf({ ...over, sale: null, outcome: 'reserve_not_met' }, mine)).toBe('lost')
})
