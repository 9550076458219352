import { randomUUID } from 'node:crypto'
import { type CacheOptions, createPageCache, type PageCache } from '../../cache/pageCache.ts'
import { runScripts } from '../../cache/runScripts.ts'
import { type CacheStrategy, leaseMs } from '../../cache/strategy.ts'
import { canonical } from '../canonical.ts'
import type { SearchChange } from '../searchDocument.ts'
import { readSearchPage, type SearchPage } from '../searchPage.ts'
import type { SearchQuery } from '../searchQuery.ts'
import { createInvalidation } from './invalidation.ts'
import { bucketFor, epochKey, leaseKey, valueKey } from './keys.ts'
import { scripts } from './scripts.ts'

export type LotCache = PageCache<SearchQuery, SearchPage, SearchChange>

/** Of each category: every change is held against all of them, which takes 5 ms for so many (34 ms for 100 changes). */
const entriesMax = 10_000

/**
 * Searches for lots. Each stands in an index of searches, by which a change finds those that it makes wrong and no others;
 * pages are marked with the epoch.
 */
export function createLotCache(options: CacheOptions): LotCache {
  const { redis, ttlMs } = options
  const run = runScripts(redis, scripts)
  const strategy: CacheStrategy<SearchQuery, SearchPage, SearchChange> = {
    nameOf: canonical,
    begin(query, token) {
      const search = canonical(query)
      const { byPrice, byEnd } = bucketFor(query)
      const keys = [valueKey(search), leaseKey(search), epochKey, byPrice, byEnd]
      return run('searchBegin', keys, [token, leaseMs, search, query.minPrice ?? 0, ttlMs, entriesMax])
    },
    fill(query, { token, mark }, page) {
      const search = canonical(query)
      return run('searchFill', [valueKey(search), leaseKey(search), epochKey], [token, mark, page, ttlMs])
    },
    release: (query, token) => run('searchRelease', [leaseKey(canonical(query))], [token]),
    invalidate: createInvalidation(redis),
    dropAll: () => redis.set(epochKey, randomUUID()),
    readPage: readSearchPage,
  }
  return createPageCache(options, strategy)
}
