import { randomUUID } from 'node:crypto'
import type { OrderView } from '@gavel/event-contracts'
import { startWay, type Way } from '@gavel/local-stack'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { everyOrder } from '../src/search/orders/inputs.ts'
import { epochKey, leaseKey, tagKey } from '../src/search/orders/orderCache.ts'
import { orderDocumentOf } from '../src/search/orders/orderDocument.ts'
import type { OrderPage } from '../src/search/orders/orderPage.ts'
import { canonicalOrders, type OrderQuery } from '../src/search/orders/orderQuery.ts'
import { newOrder, newSku, ofSku } from './searchedOrders.ts'
import { createSearchWorld, type Searcher, type SearchWorld } from './searchWorld.ts'
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

const find = async (searcher: Searcher, query: Partial<OrderQuery>): Promise<readonly OrderView[]> =>
  (await searcher.orders.search.find({ ...everyOrder, ...query })).orders

const untilCaching = (searcher: Searcher): Promise<void> =>
  until('the cache is in use', async () => {
    await find(searcher, { correlationId: 'nobody' })
    return ((await searcher.counts('orders')).hit ?? 0) > 0
  })

/** How many searches Elasticsearch was asked meanwhile, by both. */
async function askedBy(work: () => Promise<unknown>): Promise<number> {
  const asked = async () => ((await one.counts('orders')).asked ?? 0) + ((await other.counts('orders')).asked ?? 0)
  const before = await asked()
  await work()
  return (await asked()) - before
}

let paddles = 0
const newBuyer = (): OrderView['buyer'] => {
  paddles += 1
  return { id: randomUUID(), paddleNumber: 2_000 + paddles }
}

const page = (...ids: readonly string[]): OrderPage => ({ ids, total: ids.length, next: null })
const nothing = async (): Promise<OrderPage> => page()
const anybody = (): OrderQuery => ({ ...everyOrder, userId: randomUUID() })

/** A question to Elasticsearch that is answered when the test likes. */
function heldAsk() {
  const { promise, resolve } = Promise.withResolvers<OrderPage>()
  let asked = 0
  return {
    ask: () => {
      asked += 1
      return promise
    },
    asked: () => asked,
    answer: resolve,
  }
}

describe('a cached search for orders', () => {
  it('is found once, on all instances, and kept under cache:search:orders:', async () => {
    const order = newOrder({ buyer: newBuyer() })
    await world.takeOrders([order])
    const query = { userId: order.buyer.id }
    const asked = await askedBy(async () => {
      for (const searcher of [one, other, one]) expect(await find(searcher, query)).toEqual([order])
    })
    expect(asked).toBe(1)
    const key = `cache:search:orders:page:${canonicalOrders({ ...everyOrder, ...query })}`
    const leftMs = await world.redis.pttl(key)
    expect(leftMs).toBeGreaterThan(0)
    expect(leftMs).toBeLessThanOrEqual(60_000)
  })

  it('is dropped by an order of its buyer, its SKU or its correlation id, and by no other', async () => {
    const [buyer, stranger] = [newBuyer(), newBuyer()]
    const [sku, another] = [newSku(), newSku()]
    const correlationId = randomUUID()
    const searches: Record<string, Partial<OrderQuery>> = {
      buyer: { userId: buyer.id },
      'buyer by paddle': { paddleNumber: buyer.paddleNumber },
      'buyer, paid': { userId: buyer.id, status: 'paid' },
      stranger: { userId: stranger.id },
      'stranger and SKU': { userId: stranger.id, skuId: sku.id },
      sku: { skuId: sku.id },
      'sku by number': { skuNumber: sku.number },
      'another sku': { skuId: another.id },
      correlation: { correlationId },
      'another correlation': { correlationId: randomUUID() },
      everything: {},
      words: { text: 'loupe' },
    }
    const fillAll = () => Promise.all(Object.values(searches).map((query) => find(one, query)))
    const dropped = async (): Promise<readonly string[]> => {
      const gone: string[] = []
      for (const [name, query] of Object.entries(searches)) {
        if ((await askedBy(() => find(other, query))) > 0) gone.push(name)
      }
      return gone
    }
    await fillAll()
    expect(await dropped()).toEqual([])

    const order = newOrder({ buyer, item: ofSku(sku) })
    await world.takeOrders([order], one.orders.cache)
    const ofOrder = ['buyer', 'buyer by paddle', 'buyer, paid', 'sku', 'sku by number', 'everything', 'words']
    expect(await dropped()).toEqual(ofOrder)
    // It was paid for.
    await world.takeOrders([{ ...order, version: 2, status: 'paid' }], one.orders.cache)
    expect(await dropped()).toEqual(ofOrder)
    await world.takeOrders([newOrder({ buyer: newBuyer(), correlationId })], one.orders.cache)
    expect(await dropped()).toEqual(['correlation', 'everything', 'words'])
  })

  it('shows the status of now, and no order that has another than was asked for', async () => {
    const order = newOrder({ buyer: newBuyer() })
    await world.takeOrders([order])
    const query = { userId: order.buyer.id }
    expect(await find(one, query)).toHaveLength(1)
    expect(await find(one, { ...query, status: 'created' })).toHaveLength(1)
    const untold = { changed: async () => {}, dropAll: async () => {} }
    await world.takeOrders([{ ...order, version: 2, status: 'paid' }], { ...one.orders.cache, ...untold })
    const asked = await askedBy(async () => {
      expect(await find(one, query)).toMatchObject([{ status: 'paid' }])
      expect(await find(one, { ...query, status: 'created' })).toEqual([])
    })
    expect(asked).toBe(0)
  })

  it('is dropped by an order that comes again: whoever took it first may have died', async () => {
    const order = newOrder({ buyer: newBuyer() })
    const query = { userId: order.buyer.id }
    await find(one, query)
    const untold = { changed: async () => {}, dropAll: async () => {} }
    await world.takeOrders([order], { ...one.orders.cache, ...untold })
    await world.takeOrders([order], other.orders.cache)
    expect(await find(one, query)).toEqual([order])
  })

  it('is found anew when its time is over', async () => {
    const short = await world.searcher({ cacheMs: 200 })
    await untilCaching(short)
    const query = { userId: randomUUID() }
    await find(short, query)
    await until('it is asked for again', async () => {
      const before = (await short.counts('orders')).miss ?? 0
      await find(short, query)
      return ((await short.counts('orders')).miss ?? 0) > before
    })
    // Nothing is left of it but what all have in common.
    await until('its tag is gone', async () => (await world.redis.exists(tagKey(`user:${query.userId}`))) === 0)
    await short.close()
  })
})

describe('many who want the same orders at once', () => {
  it('make one question, over two instances', async () => {
    const query = anybody()
    const held = heldAsk()
    const searches = Array.from({ length: 50 }, (_, index) =>
      (index % 2 === 0 ? one : other).orders.cache.page(query, held.ask),
    )
    await until('somebody asks', () => held.asked() > 0)
    await new Promise((passed) => setTimeout(passed, 100))
    held.answer(page('it'))
    expect(new Set((await Promise.all(searches)).map(({ ids }) => ids.join()))).toEqual(new Set(['it']))
    expect(held.asked()).toBe(1)
  })

  it('do not wait for ever for one who died', async () => {
    const query = anybody()
    const dying = heldAsk()
    const early = one.orders.cache.page(query, dying.ask)
    const lease = leaseKey(canonicalOrders(query))
    await until('the lease is taken', async () => (await world.redis.exists(lease)) === 1)
    expect((await other.orders.cache.page(query, async () => page('it'))).ids).toEqual(['it'])
    dying.answer(page())
    await early
  })
})

describe('an order that is indexed while a search is under way', () => {
  it('keeps what was asked before it from being kept after it', async () => {
    const query = anybody()
    const order = newOrder({ buyer: { id: query.userId ?? '', paddleNumber: 7 } })
    const held = heldAsk()
    const early = one.orders.cache.page(query, held.ask)
    await until('it is asked', () => held.asked() > 0)
    await other.orders.cache.changed([orderDocumentOf(order)])
    // Whoever comes after the order does not join in what was asked before it.
    expect((await one.orders.cache.page(query, async () => page(order.id))).ids).toEqual([order.id])
    held.answer(page())
    expect((await early).ids).toEqual([])
    expect((await other.orders.cache.page(query, nothing)).ids).toEqual([order.id])
  })

  it('is so when nobody asks in between, and with a drop of everything', async () => {
    for (const change of ['order', 'drop']) {
      const query = anybody()
      const order = newOrder({ buyer: { id: query.userId ?? '', paddleNumber: 7 } })
      const held = heldAsk()
      const early = one.orders.cache.page(query, held.ask)
      await until('it is asked', () => held.asked() > 0)
      if (change === 'drop') await other.orders.cache.dropAll()
      else await other.orders.cache.changed([orderDocumentOf(order)])
      held.answer(page('old'))
      await early
      expect((await other.orders.cache.page(query, async () => page('new'))).ids).toEqual(['new'])
    }
  })
})

describe('what Redis has lost', () => {
  it.each(['tag', 'epoch'])(
    'makes what was found under it count for nothing, also when it is lost again: %s',
    async (lost) => {
      const query = anybody()
      await one.orders.cache.page(query, async () => page('old'))
      for (const id of ['new', 'newer']) {
        await world.redis.del(lost === 'tag' ? tagKey(`user:${query.userId}`) : epochKey)
        expect((await other.orders.cache.page(query, async () => page(id))).ids).toEqual([id])
      }
    },
  )
})

describe('without Redis', () => {
  it('a search is right, and what was indexed meanwhile is not forgotten when it is back', async () => {
    const way = await wayTo(world.scope.addresses.redisUrl)
    const cutOff = await world.searcher({ redisUrl: `redis://127.0.0.1:${way.port}` })
    await untilCaching(cutOff)
    const buyer = newBuyer()
    const query = { userId: buyer.id }
    const [first, second] = [newOrder({ buyer }), newOrder({ buyer, createdAt: '2026-11-21T11:00:00.000Z' })]
    await world.takeOrders([first], cutOff.orders.cache)
    for (const searcher of [cutOff, other]) expect(await find(searcher, query)).toEqual([first])

    way.cut()
    await world.takeOrders([second], cutOff.orders.cache)
    expect(await find(cutOff, query)).toEqual([second, first])
    await way.restore()
    await until('the others are told', async () => (await find(other, query)).length === 2)
    await untilCaching(cutOff)
    expect(await find(cutOff, query)).toEqual([second, first])
    await cutOff.close()
  })
})

describe('without Elasticsearch', () => {
  it('a search is a clear 503, and what is cached is found all the same', async () => {
    const way = await wayTo(world.scope.addresses.elasticsearchUrl)
    const cutOff = await world.searcher({ elasticsearchUrl: `http://127.0.0.1:${way.port}` })
    await untilCaching(cutOff)
    const [cached, cold] = [{ userId: randomUUID() }, { userId: randomUUID() }]
    await find(cutOff, cached)
    way.cut()
    await expect(find(cutOff, cold)).rejects.toMatchObject({ code: 'search_unavailable', status: 503 })
    expect(await find(cutOff, cached)).toEqual([])
    await cutOff.close()
  })
})
