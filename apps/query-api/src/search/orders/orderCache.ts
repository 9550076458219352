import { randomUUID } from 'node:crypto'
import { type CacheOptions, createPageCache, type PageCache } from '../cache/pageCache.ts'
import { runScripts } from '../cache/runScripts.ts'
import { type CacheStrategy, leaseMs } from '../cache/strategy.ts'
import { scripts } from './cacheScripts.ts'
import type { OrderDocument } from './orderDocument.ts'
import { type OrderPage, readOrderPage } from './orderPage.ts'
import { canonicalOrders, type OrderQuery } from './orderQuery.ts'
import { tagOf, tagsOf } from './tags.ts'

export type OrderCache = PageCache<OrderQuery, OrderPage, OrderDocument>

const prefix = 'cache:search:orders:'
export const epochKey = `${prefix}epoch`
export const pageKey = (search: string): string => `${prefix}page:${search}`
export const leaseKey = (search: string): string => `${prefix}lease:${search}`
export const tagKey = (tag: string): string => `${prefix}tag:${tag}`

/**
 * Searches for orders. Each hangs on a tag, and an order that is indexed takes away the tags it has: pages that were found
 * under one that is gone, or being found, count for nothing.
 */
export function createOrderCache(options: CacheOptions): OrderCache {
  const { redis, ttlMs } = options
  const run = runScripts(redis, scripts)
  const strategy: CacheStrategy<OrderQuery, OrderPage, OrderDocument> = {
    nameOf: canonicalOrders,
    begin(query, token) {
      const search = canonicalOrders(query)
      const keys = [pageKey(search), leaseKey(search), epochKey, tagKey(tagOf(query))]
      return run('begin', keys, [token, leaseMs, ttlMs])
    },
    fill: (query, { token, mark }, page) => {
      const search = canonicalOrders(query)
      return run(
        'fill',
        [pageKey(search), leaseKey(search), epochKey, tagKey(tagOf(query))],
        [token, mark, page, ttlMs],
      )
    },
    release: (query, token) => run('release', [leaseKey(canonicalOrders(query))], [token]),
    async invalidate(orders) {
      const tags = new Set(orders.flatMap(tagsOf))
      if (tags.size > 0) await redis.unlink(...Array.from(tags, tagKey))
    },
    dropAll: () => redis.set(epochKey, randomUUID()),
    readPage: readOrderPage,
  }
  return createPageCache(options, strategy)
}
