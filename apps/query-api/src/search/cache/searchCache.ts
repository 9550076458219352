import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { canonical } from '../canonical.ts'
import type { SearchChange } from '../searchDocument.ts'
import { readSearchPage, type SearchPage } from '../searchPage.ts'
import type { SearchQuery } from '../searchQuery.ts'
import { createInvalidation } from './invalidation.ts'
import { bucketFor, epochKey, leaseKey, valueKey } from './keys.ts'
import { scriptsOn } from './scripts.ts'

/** How a search was answered: `joined`, with what another one was finding already; `bypass`, without the cache. */
export type CacheOutcome = 'hit' | 'miss' | 'joined' | 'bypass'

export type SearchCache = {
  /**
   * The page, from the cache or by `ask`, which runs once however many want the same page at the same time, on all
   * instances. Never fails by itself. @throws what `ask` throws
   */
  page(query: SearchQuery, ask: () => Promise<SearchPage>): Promise<SearchPage>
  /** No page that these changes make wrong is given out after it resolves. To be called when searches can see them. */
  changed(changes: readonly SearchChange[]): Promise<void>
  /** Forgets every page. */
  dropAll(): Promise<void>
  stop(): Promise<void>
}

export type SearchCacheOptions = {
  redis: Redis
  logger: Logger
  /** How long a page is kept at the most: the net below all else. */
  ttlMs: number
  onOutcome?: (outcome: CacheOutcome) => void
}

/** Longer than Elasticsearch may take to answer. */
const leaseMs = 3_000
/** How long somebody waits for what another instance is finding. */
const waitMsMax = 2_000
const lookAgainMs = 20
/** Of each category: every change is held against all of them. */
const entriesMax = 2_000
const recoveryMs = { first: 50, last: 2_000 }

const begun = z.union([
  z.tuple([z.literal('hit'), z.string()]),
  z.tuple([z.literal('held'), z.string()]),
  z.tuple([z.literal('lease'), z.string()]),
  z.tuple([z.literal('full')]),
])

/**
 * Pages of searches in Redis that are never stale. Who misses takes a lease and stands in the index of searches before
 * he asks Elasticsearch; a change takes away pages and leases alike, so that what was asked before it is not kept after
 * it. While Redis is away everybody asks Elasticsearch, and whoever could not tell Redis of a change drops everything
 * when it is back.
 */
export function createSearchCache({ redis, logger, ttlMs, onOutcome = () => {} }: SearchCacheOptions): SearchCache {
  const run = scriptsOn(redis)
  const invalidate = createInvalidation(redis)
  const stopping = new AbortController()
  /** What this process is finding, by lease; without Redis, by search. */
  const finding = new Map<string, Promise<SearchPage>>()
  /** How often a change could not be told. Also at the start: the process before may have died with one untold. */
  let untold = 1
  let isRecovering = true
  let recovery = recover()

  const isUsable = (): boolean => untold === 0

  async function recover(): Promise<void> {
    for (let delayMs = recoveryMs.first; !stopping.signal.aborted; delayMs = Math.min(delayMs * 2, recoveryMs.last)) {
      const told = untold
      try {
        await redis.set(epochKey, randomUUID())
        // A change that came meanwhile may have been indexed after the drop.
        if (untold === told) {
          untold = 0
          isRecovering = false
          return
        }
      } catch {
        await sleep(delayMs * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  function leaveUntold(error: unknown): void {
    if (isUsable()) logger.warn({ err: error }, 'the search cache is left alone until it could be dropped')
    untold += 1
    if (isRecovering) return
    isRecovering = true
    recovery = recover()
  }

  /** One at a time for each key, in this process. */
  function once(key: string, ask: () => Promise<SearchPage>): Promise<SearchPage> {
    const underway = finding.get(key)
    if (underway !== undefined) return underway
    const found = ask().finally(() => finding.delete(key))
    finding.set(key, found)
    return found
  }

  function bypass(search: string, ask: () => Promise<SearchPage>): Promise<SearchPage> {
    onOutcome('bypass')
    return once(search, ask)
  }

  async function begin(query: SearchQuery, search: string, token: string) {
    const { byPrice, byEnd } = bucketFor(query)
    const keys = [valueKey(search), leaseKey(search), epochKey, byPrice, byEnd]
    return begun.parse(await run('searchBegin', keys, [token, leaseMs, search, query.minPrice ?? 0, ttlMs, entriesMax]))
  }

  async function fill(
    search: string,
    token: string,
    epoch: string,
    ask: () => Promise<SearchPage>,
  ): Promise<SearchPage> {
    try {
      const page = await ask()
      const keys = [valueKey(search), leaseKey(search), epochKey]
      await run('searchFill', keys, [token, epoch, JSON.stringify(page), ttlMs]).catch(() => undefined)
      return page
    } catch (error) {
      await run('searchRelease', [leaseKey(search)], [token]).catch(() => undefined)
      throw error
    }
  }

  return {
    async page(query, ask) {
      const search = canonical(query)
      for (const deadlineMs = performance.now() + waitMsMax; isUsable(); await sleep(lookAgainMs)) {
        const token = randomUUID()
        const [state, text] = await begin(query, search, token).catch(() => ['full'] as const)
        if (state === 'full') break
        if (state === 'hit') {
          onOutcome('hit')
          return readSearchPage(text)
        }
        if (state === 'lease') {
          onOutcome('miss')
          return once(token, () => fill(search, token, text, ask))
        }
        const underway = finding.get(text)
        if (underway !== undefined) {
          onOutcome('joined')
          return underway
        }
        if (performance.now() > deadlineMs) break
      }
      return bypass(search, ask)
    },
    async changed(changes) {
      if (!isUsable()) return leaveUntold(undefined)
      await invalidate(changes).catch(leaveUntold)
    },
    async dropAll() {
      await redis.set(epochKey, randomUUID()).catch(leaveUntold)
    },
    async stop() {
      stopping.abort()
      await recovery
    },
  }
}
