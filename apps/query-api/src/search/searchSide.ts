import type { Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import type pg from 'pg'
import type prom from 'prom-client'
import { createOrdersByIds } from '../sql/ordersByIds.ts'
import type { IndexFeed } from './feed/indexFeed.ts'
import { type SearchFeeds, startSearchFeeds } from './feed/searchFeeds.ts'
import type { Versioned } from './index/documents.ts'
import type { Elasticsearch } from './index/elasticsearch.ts'
import { type SearchIndex, searchIndex } from './index/searchIndex.ts'
import { createLotCache, type LotCache } from './lots/cache/lotCache.ts'
import { lotFeed } from './lots/lotFeed.ts'
import { createLotSearch, type LotSearch } from './lots/lotSearch.ts'
import { lotSchema } from './lots/mapping.ts'
import { createSearchMetrics } from './metrics.ts'
import { orderSchema } from './orders/mapping.ts'
import { createOrderCache, type OrderCache } from './orders/orderCache.ts'
import { orderFeed } from './orders/orderFeed.ts'
import { createOrderSearch, type OrderSearch } from './orders/orderSearch.ts'

export type SearchSideOptions = {
  pool: pg.Pool
  redis: Redis
  elasticsearch: Elasticsearch
  /** Of every index, with which several installations share an Elasticsearch. */
  indexPrefix: string
  /** How long a page is kept at the most. */
  lotCacheMs: number
  orderCacheMs: number
  logger: Logger
  registry: prom.Registry
}

export type SearchSide = {
  lots: { search: LotSearch; cache: LotCache; index: SearchIndex }
  orders: { search: OrderSearch; cache: OrderCache; index: SearchIndex }
  /** Begins to feed the indices. */
  startFeeds(messaging: Messaging): Pick<SearchFeeds, 'check' | 'stop'>
  stop(): Promise<void>
}

/** The searches and what keeps them right, wired to given servers: what main.ts runs and what the tests drive. */
export function createSearchSide(options: SearchSideOptions): SearchSide {
  const { pool, redis, elasticsearch, indexPrefix, lotCacheMs, orderCacheMs, logger, registry } = options
  const metrics = createSearchMetrics(registry)
  const ofLots = metrics.of('lots')
  const lotIndex = searchIndex(indexPrefix, lotSchema)
  const lotCache = createLotCache({ redis, logger, ttlMs: lotCacheMs, onOutcome: ofLots.answered })
  const ofOrders = metrics.of('orders')
  const orderIndex = searchIndex(indexPrefix, orderSchema)
  const orderCache = createOrderCache({ redis, logger, ttlMs: orderCacheMs, onOutcome: ofOrders.answered })

  return {
    lots: {
      search: createLotSearch({
        db: pool,
        elasticsearch,
        index: lotIndex,
        cache: lotCache,
        onAsked: ofLots.asked,
      }),
      cache: lotCache,
      index: lotIndex,
    },
    orders: {
      search: createOrderSearch({
        ordersByIds: createOrdersByIds(pool),
        elasticsearch,
        index: orderIndex,
        cache: orderCache,
        onAsked: ofOrders.asked,
      }),
      cache: orderCache,
      index: orderIndex,
    },
    startFeeds(messaging) {
      const start = <D extends Versioned>(feed: IndexFeed<D>): SearchFeeds =>
        startSearchFeeds({ pool, messaging, elasticsearch, feed, logger })
      const lots = start(lotFeed({ elasticsearch, index: lotIndex, cache: lotCache, onWritten: ofLots.written }))
      const orders = start(
        orderFeed({ elasticsearch, index: orderIndex, cache: orderCache, onWritten: ofOrders.written }),
      )
      metrics.measureLag({ lots: lots.lag, orders: orders.lag })
      return {
        async check() {
          await Promise.all([lots.check(), orders.check()])
        },
        async stop() {
          await Promise.all([lots.stop(), orders.stop()])
        },
      }
    },
    async stop() {
      await Promise.all([lotCache.stop(), orderCache.stop()])
    },
  }
}
