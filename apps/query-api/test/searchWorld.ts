import type { LotView, OrderView } from '@gavel/event-contracts'
import { connectRedis, createMetrics } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import { materialise } from '../src/auction/materialise.ts'
import { addGeneration } from '../src/search/feed/generations.ts'
import { connectElasticsearch } from '../src/search/index/elasticsearch.ts'
import { searchGeneration } from '../src/search/index/indices.ts'
import type { IndexName } from '../src/search/index/searchIndex.ts'
import { takeLots } from '../src/search/lots/lotFeed.ts'
import { searchDocumentOf } from '../src/search/lots/searchDocument.ts'
import type { SearchQuery } from '../src/search/lots/searchQuery.ts'
import { orderDocumentOf } from '../src/search/orders/orderDocument.ts'
import { takeOrders } from '../src/search/orders/orderFeed.ts'
import { createSearchSide, type SearchSide } from '../src/search/searchSide.ts'
import { saveOrders } from '../src/sql/saveOrders.ts'
import { everything } from './searches.fixture.ts'
import { createWorld, logger, until, type World } from './world.ts'

/** An instance's search with its counts, on connections of its own. */
export type Searcher = SearchSide['lots'] & {
  orders: SearchSide['orders']
  /** How searches were answered, and how often Elasticsearch was asked. Of lots when left out. */
  counts(index?: IndexName): Promise<Record<string, number>>
  /** The numbers of the lots it finds. */
  numbers(query?: Partial<SearchQuery>): Promise<readonly number[]>
  close(): Promise<void>
}

export type SearchWorld = World & {
  redis: Redis
  searcher(options?: { redisUrl?: string; elasticsearchUrl?: string; cacheMs?: number }): Promise<Searcher>
  /** Takes lots into the tables and the index, as the feeds do, and tells this cache. */
  take(lots: readonly LotView[], cache?: Searcher['cache']): Promise<void>
  /** The same with orders. */
  takeOrders(orders: readonly OrderView[], cache?: SearchSide['orders']['cache']): Promise<void>
}

/** A world whose searches are served by an index of its own, fed by hand; without `index`, for feeds to make theirs. */
export async function createSearchWorld({ index = true } = {}): Promise<SearchWorld> {
  const world = await createWorld()
  const { scope, pool } = world
  const elasticsearch = connectElasticsearch(scope.addresses.elasticsearchUrl)
  const looking = connectRedis({ url: scope.addresses.redisUrl, keyPrefix: scope.redisPrefix, logger })
  const searchers = new Set<Searcher>()

  async function searcher(
    options: { redisUrl?: string; elasticsearchUrl?: string; cacheMs?: number } = {},
  ): Promise<Searcher> {
    const { redisUrl = scope.addresses.redisUrl, elasticsearchUrl = scope.addresses.elasticsearchUrl } = options
    const redis = connectRedis({ url: redisUrl, keyPrefix: scope.redisPrefix, logger })
    const own = connectElasticsearch(elasticsearchUrl)
    const registry = createMetrics('query-api')
    const { cacheMs = 60_000 } = options
    const side = createSearchSide({
      pool,
      redis,
      elasticsearch: own,
      indexPrefix: scope.elasticsearchPrefix,
      lotCacheMs: cacheMs,
      orderCacheMs: cacheMs,
      logger,
      registry,
    })
    const made: Searcher = {
      ...side.lots,
      orders: side.orders,
      async counts(index = 'lots') {
        const metrics = await registry.getMetricsAsJSON()
        const counts: Record<string, number> = {}
        for (const { name, values } of metrics) {
          for (const { labels, value } of values) {
            if (labels.index !== index) continue
            if (name === 'query_elasticsearch_searches_total') counts.asked = value
            if (name === 'query_searches_total') counts[String(labels.outcome)] = value
          }
        }
        return counts
      },
      async numbers(query = {}) {
        const { lots } = await side.lots.search.find({ ...everything, ...query })
        return lots.map(({ lotNumber }) => lotNumber)
      },
      async close() {
        searchers.delete(made)
        await side.stop()
        redis.disconnect()
        await own.stop()
      },
    }
    searchers.add(made)
    return made
  }

  const first = await searcher()
  const number = 1
  if (index) {
    for (const made of [first.index, first.orders.index]) {
      await addGeneration(pool, elasticsearch, made, 0)
      await searchGeneration(elasticsearch, made, number)
    }
  }
  return {
    ...world,
    redis: looking,
    searcher,
    async take(lots, cache = first.cache) {
      const views = lots.map((data) => ({ type: 'lot.view' as const, data }))
      await materialise(pool, views)
      await takeLots({ elasticsearch, alias: first.index.written(number), cache }, lots.map(searchDocumentOf))
    },
    async takeOrders(orders, cache = first.orders.cache) {
      await saveOrders(pool, orders)
      const alias = first.orders.index.written(number)
      await takeOrders({ elasticsearch, alias, cache }, orders.map(orderDocumentOf))
    },
    async drop() {
      await Promise.all(Array.from(searchers, ({ close }) => close()))
      looking.disconnect()
      await elasticsearch.stop()
      await world.drop()
    },
  }
}

/** A new process leaves the cache alone until it has dropped what the one before may have left wrong. */
export const untilCaching = (searcher: Searcher): Promise<void> =>
  until('the cache is in use', async () => {
    await searcher.numbers({ text: 'nothing is called so' })
    return ((await searcher.counts()).hit ?? 0) > 0
  })
