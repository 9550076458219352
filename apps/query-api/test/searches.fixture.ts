import fc from 'fast-check'
import type { SearchDocument } from '../src/search/lots/searchDocument.ts'
import { type SearchQuery, searchSorts } from '../src/search/lots/searchQuery.ts'

// Few values each, so that lots and searches meet often.
const prices = fc.integer({ min: 1, max: 6 })
const words = fc.constantFrom('clock', 'vase', 'spoon')
const categories = fc.constantFrom('art', 'clocks')
const statuses = fc.constantFrom('scheduled', 'active', 'completed', 'cancelled')
const currencies = fc.constantFrom('KRW', 'USD')
const sellers = fc.constantFrom('sally', 'simon')
const times = fc.integer({ min: 0, max: 5 }).map((second) => new Date(second * 1_000).toISOString())
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

/** A search asks for few of the things it could. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary, weight: 1 })

/** The search that asks for nothing in particular. */
export const everything: SearchQuery = {
  text: null,
  category: null,
  status: null,
  currency: null,
  seller: null,
  minPrice: null,
  maxPrice: null,
  endingBefore: null,
  sort: 'newest',
  limit: 20,
  after: null,
}

export const anyQuery: fc.Arbitrary<SearchQuery> = fc.record({
  text: seldom(words),
  category: seldom(categories),
  status: seldom(statuses),
  currency: seldom(currencies),
  seller: seldom(sellers),
  minPrice: seldom(prices),
  maxPrice: seldom(prices),
  endingBefore: seldom(times),
  sort: fc.constantFrom(...searchSorts),
  limit: fc.constantFrom(2, 20),
  after: fc.constant(null),
})

/** What of a lot can change; the rest is its own for ever. */
export const anyFields = fc.record({
  title: words,
  description: words,
  category: maybe(categories),
  status: statuses,
  currency: currencies,
  price: prices,
  endsAt: times,
})

export const anyLot: fc.Arbitrary<SearchDocument> = fc
  .tuple(anyFields, fc.record({ id: fc.uuid(), createdAt: times, sellerId: sellers }))
  .map(([fields, own]) => ({ ...fields, ...own, version: 1 }))
