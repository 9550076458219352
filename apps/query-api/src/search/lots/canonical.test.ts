import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { anyQuery, everything } from '../../../test/searches.fixture.ts'
import { canonical, fromCanonical } from './canonical.ts'

// Any text, and places of every kind, which decide nothing but where a page begins.
const anything = fc
  .tuple(
    anyQuery,
    fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: null }),
    fc.option(fc.array(fc.oneof(fc.integer(), fc.float({ noNaN: true, noDefaultInfinity: true }), fc.uuid())), {
      nil: null,
    }),
  )
  .map(([query, text, after]) => ({ ...query, text, after: after?.map((part) => (part === 0 ? 0 : part)) ?? null }))

describe('the canonical form of a search', () => {
  it('leaves out what goes without saying, and names the rest in order', () => {
    expect(canonical(everything)).toBe('')
    expect(canonical({ ...everything, text: 'clock', sort: 'relevance' })).toBe('text=clock')
    expect(canonical({ ...everything, text: 'clock' })).toBe('sort=newest&text=clock')
    expect(canonical({ ...everything, category: 'art', minPrice: 0, maxPrice: 5, limit: 3 })).toBe(
      'category=art&limit=3&maxPrice=5&minPrice=0',
    )
  })

  it('is the same in whatever order the search was put together', () => {
    fc.assert(
      fc.property(anything, (query) => {
        const { text, category, status, currency, seller, ...rest } = query
        expect(canonical({ ...rest, seller, currency, status, category, text })).toBe(canonical(query))
      }),
    )
  })

  it('says everything: the search can be read from it, so different searches differ', () => {
    fc.assert(
      fc.property(anything, (query) => {
        expect(fromCanonical(canonical(query))).toEqual(query)
      }),
    )
  })

  it.each(['colour=red', 'sort=best', 'minPrice=-1', 'limit=many', 'after=1', 'after=no'])('is not %s', (text) => {
    expect(() => fromCanonical(text)).toThrow()
  })
})
