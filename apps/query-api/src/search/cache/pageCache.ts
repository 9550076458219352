import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@gavel/service-kit'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { startRecovery } from './recovery.ts'
import { createSharedRuns } from './sharedRuns.ts'
import type { CacheStrategy } from './strategy.ts'

/** How a search was answered: `joined`, with what another one was finding already; `bypass`, without the cache. */
export type CacheOutcome = 'hit' | 'miss' | 'joined' | 'bypass'

export type PageCache<Query, Page, Change> = {
  /**
   * The page, from the cache or by `ask`, which runs once however many want the same page at the same time, on all
   * instances. Never fails by itself. @throws what `ask` throws
   */
  page(query: Query, ask: () => Promise<Page>): Promise<Page>
  /** No page that these changes make wrong is given out after it resolves. To be called when searches can see them. */
  changed(changes: readonly Change[]): Promise<void>
  /** Forgets every page. */
  dropAll(): Promise<void>
  stop(): Promise<void>
}

/** Where a cache is, and who is told of what it does. */
export type CacheOptions = {
  redis: Redis
  logger: Logger
  /** How long a page is kept at the most: the net below all else. */
  ttlMs: number
  onOutcome?: (outcome: CacheOutcome) => void
}

/** How long somebody waits for what another instance is finding. */
const waitMsMax = 2_000
const lookAgainMs = 20

const begun = z.union([
  z.tuple([z.literal('hit'), z.string()]),
  z.tuple([z.literal('held'), z.string()]),
  z.tuple([z.literal('lease'), z.string()]),
  z.tuple([z.literal('full')]),
])

type Begun<Page> =
  | { state: 'hit'; page: Page }
  | { state: 'held'; token: string }
  | { state: 'lease'; token: string; mark: string }
  | { state: 'none' }

/**
 * Pages of searches in Redis that are never stale. Who misses takes a lease before he asks Elasticsearch; a change takes
 * away pages and leases alike, so that what was asked before it is not kept after it. While Redis is away everybody asks
 * Elasticsearch, and whoever could not tell Redis of a change drops everything when it is back.
 */
export function createPageCache<Query, Page, Change>(
  { redis, logger, onOutcome = () => {} }: Omit<CacheOptions, 'ttlMs'>,
  strategy: CacheStrategy<Query, Page, Change>,
): PageCache<Query, Page, Change> {
  /** What this process is finding, by lease. */
  const finding = new Map<string, Promise<Page>>()
  const beginnings = createSharedRuns<Begun<Page>>()
  const bypasses = createSharedRuns<Page>()
  const { isUsable, leaveUntold, stop } = startRecovery({ redis, logger, dropAll: strategy.dropAll })

  async function begin(query: Query): Promise<Begun<Page>> {
    const token = randomUUID()
    try {
      const [state, text] = begun.parse(await strategy.begin(query, token))
      if (state === 'hit') return { state, page: strategy.readPage(text) }
      if (state === 'held') return { state, token: text }
      if (state === 'lease') return { state, token, mark: text }
    } catch {
      // Redis is away, or knows something that this version of the code does not: Elasticsearch knows it, too.
    }
    return { state: 'none' }
  }

  type Lease = { token: string; mark: string }

  async function fill(query: Query, lease: Lease, ask: () => Promise<Page>): Promise<Page> {
    try {
      const page = await ask()
      await strategy.fill(query, lease, JSON.stringify(page)).catch(() => undefined)
      return page
    } catch (error) {
      await strategy.release(query, lease.token).catch(() => undefined)
      throw error
    }
  }

  function find(query: Query, lease: Lease, ask: () => Promise<Page>): Promise<Page> {
    onOutcome('miss')
    const found = fill(query, lease, ask).finally(() => finding.delete(lease.token))
    finding.set(lease.token, found)
    return found
  }

  return {
    async page(query, ask) {
      const search = strategy.nameOf(query)
      for (const deadlineMs = performance.now() + waitMsMax; isUsable(); await sleep(lookAgainMs)) {
        const found = await beginnings(search, () => begin(query))
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
        if (found.state === 'lease') return find(query, found, ask)
        if (performance.now() > deadlineMs) break
      }
      onOutcome('bypass')
      return bypasses(search, ask)
    },
    async changed(changes) {
      if (!isUsable()) return leaveUntold()
      await strategy.invalidate(changes).catch(leaveUntold)
    },
    async dropAll() {
      await strategy.dropAll().catch(leaveUntold)
    },
    stop,
  }
}
