import { randomUUID } from 'node:crypto'
import type { LotView } from '@gavel/event-contracts'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { connectElasticsearch, type Elasticsearch } from '../src/search/index/elasticsearch.ts'
import { canonical, fromCanonical } from '../src/search/lots/canonical.ts'
import { searchLots } from '../src/search/lots/searchLots.ts'
import { type SearchQuery, searchSorts } from '../src/search/lots/searchQuery.ts'
import { type History, history } from './lots.ts'
import { everything } from './searches.fixture.ts'
import { createSearchWorld, type Searcher, type SearchWorld, untilCaching } from './searchWorld.ts'

let world: SearchWorld
let elasticsearch: Elasticsearch
let searchers: readonly Searcher[]
beforeAll(async () => {
  world = await createSearchWorld()
  elasticsearch = connectElasticsearch(world.scope.addresses.elasticsearchUrl)
  searchers = [await world.searcher(), await world.searcher()]
  await Promise.all(searchers.map(untilCaching))
})
afterAll(async () => {
  await elasticsearch.stop()
  await world.drop()
})

const words = ['clock', 'vase', 'spoon', 'clockwork']
const statuses = ['scheduled', 'active', 'completed', 'cancelled'] as const
const categories = [0, 1]
const prices = fc.integer({ min: 1, max: 12 })
const text = fc.subarray(words, { minLength: 1, maxLength: 2 }).map((chosen) => chosen.join(' '))

type Change = Partial<Pick<LotView, 'price' | 'title' | 'description' | 'status'>> & { kind: number }
type Step =
  | { type: 'change'; lot: number; by: number; change: Change }
  | { type: 'search'; by: number; query: SearchQuery; kind: number | null }

const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.record({ price: prices, kind: fc.constant(-1) }), weight: 4 },
  {
    arbitrary: fc.record({
      price: prices,
      title: text,
      description: text,
      status: fc.constantFrom(...statuses),
      kind: fc.constantFrom(...categories),
    }),
    weight: 2,
  },
)

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 })

const query: fc.Arbitrary<SearchQuery> = fc
  .record({
    text: nullable(fc.constantFrom('clock', 'vase', 'clo', 'spoon vase')),
    status: nullable(fc.constantFrom(...statuses)),
    minPrice: nullable(prices),
    maxPrice: nullable(prices),
    sort: fc.constantFrom(...searchSorts),
    limit: fc.constantFrom(2, 20),
  })
  .map((chosen) => ({ ...everything, ...chosen }))

const by = fc.constantFrom(0, 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('change' as const), lot: fc.integer({ min: 0, max: 4 }), by, change }),
  fc.record({ type: fc.constant('search' as const), by, query, kind: nullable(fc.constantFrom(...categories)) }),
)

let lotNumber = 0

/** One lot of the story, which is listed when it is first changed. */
function teller(categoriesHere: readonly string[]) {
  const lots = new Map<number, { lot: History; now: LotView }>()
  return (index: number, { kind, ...fields }: Change): LotView => {
    const category = categoriesHere[kind]
    const known = lots.get(index)
    if (known === undefined) {
      lotNumber += 1
      const lot = history(lotNumber, { category: category ?? categoriesHere[0] ?? null })
      const now = { ...lot.lotAt(1), ...fields }
      lots.set(index, { lot, now })
      return now
    }
    const now = {
      ...known.now,
      ...fields,
      ...(category === undefined ? {} : { category }),
      version: known.now.version + 1,
    }
    lots.set(index, { ...known, now })
    return now
  }
}

const runs = 60

it('answers the same with the cache as without it, after any listings, revisions and bids', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (story) => {
      const here = categories.map(() => `c-${randomUUID()}`)
      const tell = teller(here)
      const asked: SearchQuery[] = []
      for (const told of story) {
        const searcher = searchers[told.by]
        if (searcher === undefined) throw new Error('there are two')
        if (told.type === 'change') await world.take([tell(told.lot, told.change)], searcher.cache)
        else {
          const wanted = { ...told.query, category: told.kind === null ? null : (here[told.kind] ?? null) }
          expect(fromCanonical(canonical(wanted))).toEqual(wanted)
          asked.push(wanted)
        }
        // All that was ever asked is asked again: most of it is cached, and any of it may have become wrong.
        for (const again of asked.slice(-6)) {
          const fresh = await searchLots(elasticsearch, searcher.index.searched, again)
          const cached = await searcher.cache.page(again, () =>
            searchLots(elasticsearch, searcher.index.searched, again),
          )
          expect(cached).toEqual(fresh)
        }
      }
    }),
    { numRuns: runs },
  )
  for (const searcher of searchers) {
    const { hit = 0, miss = 0 } = await searcher.counts()
    // It would be no test of the cache if nothing were cached.
    expect(hit).toBeGreaterThan(miss)
  }
}, 240_000)
