import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { anyFields, anyLot, anyQuery } from '../../../test/searches.fixture.ts'
import { defaultSort } from './canonical.ts'
import { matches } from './matches.ts'
import type { SearchDocument } from './searchDocument.ts'
import type { SearchQuery } from './searchQuery.ts'
import { isTouchedBy } from './touches.ts'

type Place = readonly [key: number | string, id: string]

/** A model of Elasticsearch that is as slow and as plain as can be; it knows nothing of `matches`. */
function answer(lots: readonly SearchDocument[], query: SearchQuery) {
  const wanted = (lot: SearchDocument): boolean => {
    if (query.text !== null && !`${lot.title} ${lot.description}`.includes(query.text)) return false
    if (query.category !== null && lot.category !== query.category) return false
    if (query.status !== null && lot.status !== query.status) return false
    if (query.currency !== null && lot.currency !== query.currency) return false
    if (query.seller !== null && lot.sellerId !== query.seller) return false
    if (query.minPrice !== null && lot.price < query.minPrice) return false
    if (query.maxPrice !== null && lot.price > query.maxPrice) return false
    if (query.endingBefore !== null && Date.parse(lot.endsAt) >= Date.parse(query.endingBefore)) return false
    return query.sort !== 'ending_soon' || query.status !== null || ['scheduled', 'active'].includes(lot.status)
  }
  const score = (lot: SearchDocument): number => (query.text !== null && lot.title.includes(query.text) ? 1 : 0)
  const key = (lot: SearchDocument): number | string => {
    if (query.sort === 'relevance') return `${score(lot)} ${lot.createdAt}`
    if (query.sort === 'newest') return lot.createdAt
    return query.sort === 'ending_soon' ? lot.endsAt : lot.price
  }
  const isUp = query.sort === 'ending_soon' || query.sort === 'price_asc'
  const order = ([key, id]: Place, [otherKey, otherId]: Place): number =>
    (key < otherKey || (key === otherKey && id < otherId) ? -1 : 1) * (isUp ? 1 : -1)
  const found = lots.filter(wanted)
  const counts = (values: readonly (string | null)[]) => {
    const byValue = Map.groupBy(values, (value) => value)
    return Array.from(byValue, ([value, all]) => `${value} ${all.length}`).toSorted()
  }
  const places = found.map((lot): Place => [key(lot), lot.id]).toSorted(order)
  return {
    places: places.slice(0, query.limit).map(([, id]) => id),
    // Where the next page would begin.
    next: places.length > query.limit ? places[query.limit - 1] : null,
    total: found.length,
    facets: [found.map((lot) => lot.category), found.map((lot) => lot.status), found.map((lot) => lot.currency)].map(
      counts,
    ),
  }
}

const lots = fc.uniqueArray(anyLot, { selector: ({ id }) => id, maxLength: 6 })
/** Most changes are of one or two fields. */
const fieldsChanged = anyFields.chain((fields) =>
  fc.subarray(Object.keys(fields), { minLength: 1, maxLength: 2 }).map((names) => {
    return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
  }),
)
const revised = fc
  .tuple(anyLot, fieldsChanged)
  .map(([before, fields]) => ({ before, after: { ...before, ...fields, version: 2 } }))

describe('isTouchedBy', () => {
  it('misses no listing that changes an answer', () => {
    fc.assert(
      fc.property(lots, anyLot, anyQuery, (others, after, query) => {
        if (isTouchedBy(query, { before: null, after })) return
        expect(answer([...others, after], query)).toEqual(answer(others, query))
      }),
      { numRuns: 20_000 },
    )
  })

  it('misses no revision, bid or closing that changes an answer', () => {
    fc.assert(
      fc.property(lots, revised, anyQuery, (others, { before, after }, query) => {
        if (isTouchedBy(query, { before, after })) return
        expect(answer([...others, after], query)).toEqual(answer([...others, before], query))
      }),
      { numRuns: 20_000 },
    )
  })

  it('is about nothing but a lot that is in the result before or after', () => {
    fc.assert(
      fc.property(revised, anyQuery, ({ before, after }, query) => {
        if (matches(query, before) || matches(query, after)) return
        expect(isTouchedBy(query, { before, after })).toBe(false)
      }),
    )
  })

  it('lets a bid pass that moves a price within the range, unless prices decide on the order', () => {
    fc.assert(
      fc.property(anyLot, anyQuery, fc.integer({ min: 1, max: 6 }), (before, query, price) => {
        const after = { ...before, price, version: 2 }
        const [was, is] = [matches(query, before), matches(query, after)]
        const isByPrice = query.sort === 'price_asc' || query.sort === 'price_desc'
        const isMoved = was && is && isByPrice && before.price !== price
        expect(isTouchedBy(query, { before, after })).toBe(was !== is || isMoved)
      }),
    )
  })

  it('is false for the same lot once more', () => {
    fc.assert(
      fc.property(anyLot, anyQuery, (lot, query) => {
        expect(isTouchedBy(query, { before: lot, after: { ...lot, version: 2 } })).toBe(false)
      }),
    )
  })

  it('lets another description pass where nobody looks for words', () => {
    fc.assert(
      fc.property(anyLot, anyQuery, (before, query) => {
        const after = { ...before, description: 'It was repaired', version: 2 }
        const noWords = { ...query, text: null, sort: defaultSort(null) }
        expect(isTouchedBy(noWords, { before, after })).toBe(false)
      }),
    )
  })
})
