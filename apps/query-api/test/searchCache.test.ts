import { randomUUID } from 'node:crypto'
import { startWay, type Way } from '@gavel/local-stack'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { canonical } from '../src/search/lots/canonical.ts'
import { searchDocumentOf } from '../src/search/lots/searchDocument.ts'
import type { SearchPage } from '../src/search/lots/searchPage.ts'
import { history } from './lots.ts'
import { everything } from './searches.fixture.ts'
import { createSearchWorld, type Searcher, type SearchWorld, untilCaching } from './searchWorld.ts'
import { until } from './world.ts'

let world: SearchWorld
let one: Searcher
let other: Searcher
beforeAll(async () => {
  world = await createSearchWorld()
})
afterAll(() => world.drop())
beforeEach(async () => {
  ;[one, other] = [await world.searcher(), await world.searcher()]
  await Promise.all([untilCaching(one), untilCaching(other)])
})
afterEach(async () => {
  await Promise.all([one.close(), other.close()])
  for (const way of ways.splice(0)) way.close()
})

const ways: Way[] = []
async function wayTo(url: string): Promise<Way> {
  const way = await startWay(new URL(url))
  ways.push(way)
  return way
}

let lots = 0
const newCategory = (): string => `c-${randomUUID()}`
const newLot = (category: string, price: number) => {
  lots += 1
  return history(lots, { category, price })
}

/** How many searches Elasticsearch was asked meanwhile, by both. */
async function askedBy(work: () => Promise<unknown>): Promise<number> {
  const asked = async () => ((await one.counts()).asked ?? 0) + ((await other.counts()).asked ?? 0)
  const before = await asked()
  await work()
  return (await asked()) - before
}

describe('a cached search', () => {
  it('is found once, on all instances', async () => {
    const category = newCategory()
    const lot = newLot(category, 100)
    await world.take([lot.lotAt(2)])
    const asked = await askedBy(async () => {
      for (const searcher of [one, other, one]) expect(await searcher.numbers({ category })).toEqual([lot.lotNumber])
    })
    expect(asked).toBe(1)
  })

  it('is dropped by what can change it, and by nothing else', async () => {
    const [category, elsewhere] = [newCategory(), newCategory()]
    const lot = newLot(category, 100)
    await world.take([lot.lotAt(2), newLot(elsewhere, 100).lotAt(2)])
    const searches = {
      category: { category },
      elsewhere: { category: elsewhere },
      everything: {},
      'up to 150': { category, maxPrice: 150 },
      'from 150': { category, minPrice: 150 },
      'from 300': { category, minPrice: 300 },
      'everything from 150': { minPrice: 150, seller: lot.lotAt(2).seller.id },
      'by price': { category, sort: 'price_asc' as const },
      'for words': { category, text: 'ticks' },
    }
    const fillAll = () => Promise.all(Object.values(searches).map((query) => one.numbers(query)))
    const dropped = async (): Promise<readonly string[]> => {
      const gone: string[] = []
      for (const [name, query] of Object.entries(searches)) {
        if ((await askedBy(() => other.numbers(query))) > 0) gone.push(name)
      }
      return gone
    }
    await fillAll()
    expect(await dropped()).toEqual([])

    // A bid within every range.
    await world.take([{ ...lot.lotAt(3), price: 120 }], one.cache)
    expect(await dropped()).toEqual(['by price'])
    // A bid from one range into another.
    await world.take([{ ...lot.lotAt(4), price: 200 }], one.cache)
    expect(await dropped()).toEqual(['up to 150', 'from 150', 'everything from 150', 'by price'])
    // Another description.
    await world.take([{ ...lot.lotAt(5), price: 200, description: 'It does not' }], one.cache)
    expect(await dropped()).toEqual(['for words'])
    // Another category.
    await world.take([{ ...lot.lotAt(6), price: 200, category: elsewhere, description: 'It does not' }], one.cache)
    expect(await dropped()).toEqual([
      'category',
      'elsewhere',
      'everything',
      'from 150',
      'everything from 150',
      'by price',
      // Whether it fitted the words only Elasticsearch knows.
      'for words',
    ])
    // A new lot.
    await world.take([newLot(elsewhere, 1_000).lotAt(2)], one.cache)
    expect(await dropped()).toEqual(['elsewhere', 'everything', 'everything from 150'])
  })

  it('is dropped when a lot comes again, with something newer of it: whoever took it first may have died', async () => {
    const category = newCategory()
    const lot = newLot(category, 100)
    await world.take([lot.lotAt(2)])
    const dear = { category, minPrice: 300 }
    const cheap = { category, maxPrice: 200 }
    expect([await one.numbers(dear), await one.numbers(cheap)]).toEqual([[], [lot.lotNumber]])

    const third = { ...lot.lotAt(3), price: 500 }
    const untold = { changed: async () => {}, dropAll: async () => {} }
    await world.take([third], { ...one.cache, ...untold })
    await world.take([third, { ...lot.lotAt(4), price: 510 }], one.cache)
    expect([await other.numbers(dear), await other.numbers(cheap)]).toEqual([[lot.lotNumber], []])
  })

  it('shows the price of now', async () => {
    const category = newCategory()
    const lot = newLot(category, 100)
    await world.take([lot.lotAt(2)])
    await one.search.find({ ...everything, category })
    await world.take([{ ...lot.lotAt(3), price: 777 }], other.cache)
    const asked = await askedBy(async () => {
      const { lots: found } = await one.search.find({ ...everything, category })
      expect(found.map(({ price }) => price)).toEqual([777])
    })
    expect(asked).toBe(0)
  })

  it('is found anew when its time is over', async () => {
    const short = await world.searcher({ cacheMs: 200 })
    await untilCaching(short)
    const query = { category: newCategory() }
    await short.numbers(query)
    await until('it is asked for again', async () => {
      const before = (await short.counts()).miss ?? 0
      await short.numbers(query)
      return ((await short.counts()).miss ?? 0) > before
    })
  })

  it('is forgotten with all others by a drop', async () => {
    const query = { category: newCategory() }
    await one.numbers(query)
    await other.cache.dropAll()
    expect(await askedBy(() => one.numbers(query))).toBe(1)
  })

  it('is not kept where there are 10,000 in the index already', async () => {
    const category = newCategory()
    const others = Array.from({ length: 10_000 }, (_, price) => [price, `category=${category}&minPrice=${price}`])
    await world.redis.zadd(`search-index:${category}`, ...others.slice(1).flat())
    const kept = { ...everything, category }
    await one.cache.page(kept, nothing)
    expect((await one.cache.page(kept, async () => page(['asked']))).ids).toEqual([])
    const query = { ...everything, category, minPrice: 50_000 }
    await one.cache.page(query, nothing)
    expect((await one.cache.page(query, async () => page(['asked']))).ids).toEqual(['asked'])
    // One that has its place keeps it.
    expect((await one.cache.page(kept, async () => page(['asked']))).ids).toEqual([])
  })
})

const page = (ids: readonly string[] = []): SearchPage => ({
  ids: [...ids],
  total: ids.length,
  facets: { category: [], status: [], currency: [] },
  next: null,
})
const nothing = async (): Promise<SearchPage> => page()

/** A question to Elasticsearch that is answered when the test likes. */
function heldAsk() {
  const { promise, resolve, reject } = Promise.withResolvers<SearchPage>()
  let asked = 0
  return {
    ask: () => {
      asked += 1
      return promise
    },
    asked: () => asked,
    answer: resolve,
    fail: reject,
  }
}

describe('many who want the same page at once', () => {
  it('make one question, over two instances', async () => {
    const query = { ...everything, category: newCategory() }
    const held = heldAsk()
    const searches = Array.from({ length: 50 }, (_, index) =>
      (index % 2 === 0 ? one : other).cache.page(query, held.ask),
    )
    await until('somebody asks', () => held.asked() > 0)
    await new Promise((passed) => setTimeout(passed, 100))
    held.answer(page(['it']))
    expect(new Set((await Promise.all(searches)).map(({ ids }) => ids.join()))).toEqual(new Set(['it']))
    expect(held.asked()).toBe(1)
  })

  it('are told when it fails, and the next one asks again', async () => {
    const query = { ...everything, category: newCategory() }
    const held = heldAsk()
    const searches = [one.cache.page(query, held.ask), one.cache.page(query, held.ask)]
    held.fail(new Error('away'))
    for (const outcome of await Promise.allSettled(searches)) expect(outcome.status).toBe('rejected')
    expect((await one.cache.page(query, nothing)).total).toBe(0)
  })

  it('do not wait for ever for one who died', async () => {
    const query = { ...everything, category: newCategory() }
    const lease = `search-lease:${canonical(query)}`
    const dying = heldAsk()
    void one.cache.page(query, dying.ask).catch(() => {})
    await until('the lease is taken', async () => (await world.redis.exists(lease)) === 1)
    const startedAt = performance.now()
    expect((await other.cache.page(query, nothing)).total).toBe(0)
    expect(performance.now() - startedAt).toBeGreaterThan(1_000)
    dying.answer(page())
  })
})

describe('a change while a search is under way', () => {
  it('keeps what was asked before it from being kept after it', async () => {
    const category = newCategory()
    const query = { ...everything, category }
    const lot = newLot(category, 100).lotAt(2)
    const held = heldAsk()
    const early = one.cache.page(query, held.ask)
    await until('it is asked', () => held.asked() > 0)
    await other.cache.changed([{ before: null, after: searchDocumentOf(lot) }])
    // Whoever comes after the change does not join in what was asked before it.
    expect((await one.cache.page(query, async () => page([lot.id]))).ids).toEqual([lot.id])
    held.answer(page())
    expect((await early).ids).toEqual([])
    expect((await other.cache.page(query, nothing)).ids).toEqual([lot.id])
  })

  it('is so with a drop of everything, too', async () => {
    const query = { ...everything, category: newCategory() }
    const held = heldAsk()
    const early = one.cache.page(query, held.ask)
    await until('it is asked', () => held.asked() > 0)
    await other.cache.dropAll()
    held.answer(page(['old']))
    await early
    expect((await other.cache.page(query, async () => page(['new']))).ids).toEqual(['new'])
  })
})

describe('a page', () => {
  const bucketOf = (category: string): string => `search-index:${category}`

  it('counts for nothing once the index has lost its search, which no change could find', async () => {
    const query = { ...everything, category: newCategory() }
    await one.cache.page(query, async () => page(['old']))
    await world.redis.del(bucketOf(query.category))
    const held = heldAsk()
    const first = other.cache.page(query, held.ask)
    await until('it is asked', () => held.asked() > 0)
    // The search stands in the index again, but not for what was found before.
    const second = one.cache.page(query, nothing)
    await new Promise((passed) => setTimeout(passed, 50))
    held.answer(page(['new']))
    for (const { ids } of await Promise.all([first, second])) expect(ids).toEqual(['new'])
  })

  it('is not kept when the index has lost its search meanwhile', async () => {
    const query = { ...everything, category: newCategory() }
    const held = heldAsk()
    const early = one.cache.page(query, held.ask)
    await until('it is asked', () => held.asked() > 0)
    await world.redis.del(bucketOf(query.category))
    held.answer(page(['old']))
    await early
    expect((await other.cache.page(query, async () => page(['new']))).ids).toEqual(['new'])
  })

  it('counts for nothing once Redis has lost the epoch, also when it loses the next one', async () => {
    const query = { ...everything, category: newCategory() }
    await one.cache.page(query, async () => page(['old']))
    for (const id of ['new', 'newer']) {
      await world.redis.del('search-epoch')
      expect((await other.cache.page(query, async () => page([id]))).ids).toEqual([id])
    }
  })
})

describe('without Redis', () => {
  it('nobody is given what was asked before he came, and many who come meanwhile ask once', async () => {
    const alone = await world.searcher({ redisUrl: 'redis://127.0.0.1:1' })
    const query = { ...everything, category: newCategory() }
    const [early, late] = [heldAsk(), heldAsk()]
    const first = alone.cache.page(query, early.ask)
    await until('it is asked', () => early.asked() > 0)
    const others = Array.from({ length: 20 }, () => alone.cache.page(query, late.ask))
    early.answer(page(['old']))
    expect((await first).ids).toEqual(['old'])
    late.answer(page(['new']))
    for (const { ids } of await Promise.all(others)) expect(ids).toEqual(['new'])
    expect(late.asked()).toBe(1)
    await alone.close()
  })

  it('everything is forgotten when it comes back: it may be a copy that has not heard of the last changes', async () => {
    const way = await wayTo(world.scope.addresses.redisUrl)
    const cutOff = await world.searcher({ redisUrl: `redis://127.0.0.1:${way.port}` })
    await untilCaching(cutOff)
    const query = { ...everything, category: newCategory() }
    await cutOff.cache.page(query, async () => page(['old']))
    const epoch = await world.redis.get('search-epoch')
    way.cut()
    await way.restore()
    await until('all is dropped', async () => (await world.redis.get('search-epoch')) !== epoch)
    expect((await other.cache.page(query, async () => page(['new']))).ids).toEqual(['new'])
    await cutOff.close()
  })

  it('a search is slower and right, and what changed meanwhile is not forgotten when it is back', async () => {
    const way = await wayTo(world.scope.addresses.redisUrl)
    const cutOff = await world.searcher({ redisUrl: `redis://127.0.0.1:${way.port}` })
    await untilCaching(cutOff)
    const category = newCategory()
    const [first, second] = [newLot(category, 100), newLot(category, 200)]
    await world.take([first.lotAt(2)], cutOff.cache)
    expect(await cutOff.numbers({ category })).toEqual([first.lotNumber])
    expect(await other.numbers({ category })).toEqual([first.lotNumber])

    way.cut()
    await world.take([second.lotAt(2)], cutOff.cache)
    expect(await cutOff.numbers({ category })).toEqual([second.lotNumber, first.lotNumber])
    await way.restore()
    await until('the others are told', async () => (await other.numbers({ category })).length === 2)
    await untilCaching(cutOff)
    expect(await cutOff.numbers({ category })).toEqual([second.lotNumber, first.lotNumber])
    await cutOff.close()
  })
})

describe('without Elasticsearch', () => {
  it('a search is a clear 503, what is cached is found all the same, and it is well again afterwards', async () => {
    const way = await wayTo(world.scope.addresses.elasticsearchUrl)
    const cutOff = await world.searcher({ elasticsearchUrl: `http://127.0.0.1:${way.port}` })
    await untilCaching(cutOff)
    const [cached, cold] = [{ category: newCategory() }, { category: newCategory() }]
    await cutOff.numbers(cached)
    way.cut()
    await expect(cutOff.numbers(cold)).rejects.toMatchObject({ code: 'search_unavailable', status: 503 })
    expect(await cutOff.numbers(cached)).toEqual([])
    await way.restore()
    await until('it answers again', async () => {
      const found = await cutOff.numbers(cold).catch(() => undefined)
      return found !== undefined
    })
    await cutOff.close()
  })
})
