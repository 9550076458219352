import type { Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import type pg from 'pg'
import type prom from 'prom-client'
import { createSearchCache, type SearchCache } from './cache/searchCache.ts'
import { type SearchFeeds, startSearchFeeds } from './feed/searchFeeds.ts'
import type { Elasticsearch } from './index/elasticsearch.ts'
import { type IndexNames, indexNames } from './index/names.ts'
import { createLotSearch, type LotSearch } from './lotSearch.ts'
import { createSearchMetrics } from './metrics.ts'

export type SearchSideOptions = {
  pool: pg.Pool
  redis: Redis
  elasticsearch: Elasticsearch
  /** Of every index, with which several installations share an Elasticsearch. */
  indexPrefix: string
  cacheMs: number
  logger: Logger
  registry: prom.Registry
}

export type SearchSide = {
  search: LotSearch
  cache: SearchCache
  names: IndexNames
  /** Begins to feed the index. */
  startFeeds(messaging: Messaging): SearchFeeds
  stop(): Promise<void>
}

/** The search and what keeps it right, wired to given servers: what main.ts runs and what the tests drive. */
export function createSearchSide(options: SearchSideOptions): SearchSide {
  const { pool, redis, elasticsearch, indexPrefix, cacheMs, logger, registry } = options
  const names = indexNames(indexPrefix)
  const metrics = createSearchMetrics(registry)
  const cache = createSearchCache({ redis, logger, ttlMs: cacheMs, onOutcome: metrics.answered })
  return {
    search: createLotSearch({ db: pool, elasticsearch, names, cache, onAsked: metrics.asked }),
    cache,
    names,
    startFeeds(messaging) {
      const feeds = startSearchFeeds({ pool, messaging, elasticsearch, names, cache, logger })
      metrics.measureLag(feeds.lag)
      return feeds
    },
    stop: () => cache.stop(),
  }
}
