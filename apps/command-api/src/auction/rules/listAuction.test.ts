import { describe, expect, it } from '@jest/globals'
import { incrementTables } from './increments.ts'
import { listAuction } from './listAuction.ts'
import { type Listing, listingFaults, listingOf, termsOf } from './listing.ts'
import { alice, endMs, given, startMs, then, typesOf } from './scenario.fixture.ts'

const limits = { lengthMinSec: 60, lengthMaxSec: 30 * 86_400, aheadMaxSec: 365 * 86_400 }

const listing: Listing = {
  title: 'A gavel',
  description: '',
  category: null,
  images: [],
  currency: 'KRW',
  startingPrice: 1_000,
  reservePrice: null,
  buyNowPrice: null,
  buyNowPolicy: 'until_price_reached',
  increments: incrementTables.any,
  startsAtMs: startMs,
  endsAtMs: endMs,
  softClose: null,
}
const command = { lotNumber: 7, seller: alice, listing }

const soft = {
  windowSec: 120,
  extendSec: 120,
  mode: 'reset_from_bid',
  trigger: 'any_accepted',
  maxExtensions: null,
} as const

describe('a listing', () => {
  it('ahead of time is scheduled', () => {
    const verdict = listAuction(null, command, startMs - 1)
    expect(typesOf(verdict)).toEqual(['auction.listed'])
    expect(verdict).toMatchObject({ answer: { lotNumber: 7, status: 'scheduled' } })
  })

  it('whose start is not after now opens at once, from now on', () => {
    const verdict = listAuction(null, command, startMs + 5_000)
    expect(typesOf(verdict)).toEqual(['auction.listed', 'auction.opened'])
    expect(then(given(), verdict)).toMatchObject({ status: 'active', startsAtMs: startMs + 5_000 })
  })

  it('has a stream of its own', () => {
    const once = then(given(), listAuction(null, command, startMs))
    expect(() => listAuction(once, command, startMs)).toThrow('new stream')
  })
})

describe('the faults of a listing', () => {
  const faultsOf = (changes: Partial<Listing>, nowMs = startMs) =>
    listingFaults({ ...listing, ...changes }, limits, nowMs).map(({ path }) => path)

  it.each([
    ['an end before the start', { endsAtMs: startMs - 1 }, ['endsAt']],
    ['an end at the start', { endsAtMs: startMs }, ['endsAt']],
    ['a life too short', { endsAtMs: startMs + 59_999 }, ['endsAt']],
    ['the shortest life', { endsAtMs: startMs + 60_000 }, []],
    ['the longest life', { endsAtMs: startMs + 30 * 86_400_000 }, []],
    ['a life too long', { endsAtMs: startMs + 30 * 86_400_000 + 1 }, ['endsAt']],
    ['a buy-now price below the start', { buyNowPrice: 999 }, ['buyNowPrice']],
    ['a buy-now price at the start', { buyNowPrice: 1_000 }, []],
    ['a buy-now price below the reserve', { buyNowPrice: 4_999, reservePrice: 5_000 }, ['buyNowPrice']],
    ['a buy-now price at the reserve', { buyNowPrice: 5_000, reservePrice: 5_000 }, []],
    ['a reserve below the start', { reservePrice: 999 }, ['reservePrice']],
    ['a hard end before the end', { softClose: { ...soft, hardEndAtMs: endMs - 1 } }, ['softClose.hardEndAt']],
    ['a hard end at the end', { softClose: { ...soft, hardEndAtMs: endMs } }, []],
    [
      'a start too far ahead',
      { startsAtMs: startMs + 366 * 86_400_000, endsAtMs: startMs + 367 * 86_400_000 },
      ['startsAt'],
    ],
  ])('%s', (_, changes, paths) => {
    expect(faultsOf(changes)).toEqual(paths)
  })

  it('counts the life from now when the start has passed', () => {
    expect(faultsOf({}, endMs - 59_999)).toEqual(['endsAt'])
    expect(faultsOf({}, endMs + 1)).toEqual(['endsAt'])
  })
})

describe('the terms', () => {
  it('are those that were listed, word for word', () => {
    const some: Listing = { ...listing, reservePrice: 5_000, softClose: { ...soft, hardEndAtMs: endMs + 1 } }
    expect(listingOf(termsOf(some, startMs))).toEqual(some)
  })
})
