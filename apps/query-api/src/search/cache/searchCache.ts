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
import { createSharedRuns } from './sharedRuns.ts'

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
/** Of each category: every change is held against all of them, which takes 5 ms for so many (34 ms for 100 changes). */
const entriesMax = 10_000
const recoveryMs = { first: 50, last: 2_000 }

const begun = z.union([
  z.tuple([z.literal('hit'), z.string()]),
  z.tuple([z.literal('held'), z.string()]),
  z.tuple([z.literal('lease'), z.string()]),
  z.tuple([z.literal('full')]),
])

type Begun =
  | { state: 'hit'; page: SearchPage }
  | { state: 'held'; token: string }
  | { state: 'lease'; token: string; epoch: string }
  | { state: 'none' }

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
  /** What this process is finding, by lease. */
  const finding = new Map<string, Promise<SearchPage>>()
  const beginnings = createSharedRuns<Begun>()
  const bypasses = createSharedRuns<SearchPage>()
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

  function leaveUntold(error?: unknown): void {
    if (stopping.signal.aborted) return
    if (isUsable()) logger.warn({ err: error }, 'the search cache is left alone until it could be dropped')
    untold += 1
    if (isRecovering) return
    isRecovering = true
    recovery = recover()
  }

  async function begin(query: SearchQuery, search: string): Promise<Begun> {
    const { byPrice, byEnd } = bucketFor(query)
    const keys = [valueKey(search), leaseKey(search), epochKey, byPrice, byEnd]
    const token = randomUUID()
    const values = [token, leaseMs, search, query.minPrice ?? 0, ttlMs, entriesMax]
    try {
      const [state, text] = begun.parse(await run('searchBegin', keys, values))
      if (state === 'hit') return { state, page: readSearchPage(text) }
      if (state === 'held') return { state, token: text }
      if (state === 'lease') return { state, token, epoch: text }
    } catch {
      // Redis is away, or knows something that this version of the code does not: Elasticsearch knows it, too.
    }
    return { state: 'none' }
  }

  type Lease = { token: string; epoch: string }

  async function fill(search: string, { token, epoch }: Lease, ask: () => Promise<SearchPage>) {
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

  function find(search: string, lease: Lease, ask: () => Promise<SearchPage>) {
    onOutcome('miss')
    const found = fill(search, lease, ask).finally(() => finding.delete(lease.token))
    finding.set(lease.token, found)
    return found
  }

  // A server that comes back may be an older copy, which has not heard of the last changes.
  redis.on('close', leaveUntold)

  return {
    async page(query, ask) {
      const search = canonical(query)
      for (const deadlineMs = performance.now() + waitMsMax; isUsable(); await sleep(lookAgainMs)) {
        const found = await beginnings(search, () => begin(query, search))
        if (found.state === 'none') break
        if (found.state === 'hit') {
          onOutcome('hit')
          return found.page
        }
        const underway = finding.get(found.token)
        if (underway !== undefined) {
          onOutcome('joined')
          return underway
        }
        if (found.state === 'lease') return find(search, found, ask)
        if (performance.now() > deadlineMs) break
      }
      onOutcome('bypass')
      return bypasses(search, ask)
    },
    async changed(changes) {
      if (!isUsable()) return leaveUntold()
      await invalidate(changes).catch(leaveUntold)
    },
    async dropAll() {
      await redis.set(epochKey, randomUUID()).catch(leaveUntold)
    },
    async stop() {
      stopping.abort()
      redis.off('close', leaveUntold)
      await recovery
    },
  }
}
