import { setTimeout as sleep } from 'node:timers/promises'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import type pg from 'pg'
import type { Versioned } from '../index/documents.ts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { deleteOlder, hasIndex, searchedGeneration, searchGeneration } from '../index/indices.ts'
import { addGeneration, type Generation, newestGenerations } from './generations.ts'
import type { IndexFeed } from './indexFeed.ts'
import { feedGroup, startFeed } from './startFeed.ts'

export type SearchFeeds = {
  /** Rejects with the reason when the index is not looked after: Elasticsearch, Kafka or the database is away. */
  check(): Promise<void>
  /** Views that no search finds yet, of all instances. */
  lag(): Promise<number>
  stop(): Promise<void>
}

export type SearchFeedsOptions<D extends Versioned> = {
  pool: pg.Pool
  messaging: Messaging
  elasticsearch: Elasticsearch
  feed: IndexFeed<D>
  logger: Logger
  /** How often the generations are looked after; 2 s. */
  tendMs?: number
}

const tendMsDefault = 2_000

/**
 * Keeps a search index fed, and replaces it without a gap: a new generation is read from the beginning of its topics
 * beside the one that is searched, takes its place when it has caught up, and the old one goes. An instance feeds only
 * what its own mapping has made, so two versions of the code can run beside each other while one is deployed.
 *
 * Nothing in here ends the service: whatever is away is tried again.
 */
export function startSearchFeeds<D extends Versioned>(options: SearchFeedsOptions<D>): SearchFeeds {
  const { pool, messaging, elasticsearch, feed, tendMs = tendMsDefault } = options
  const { index } = feed
  const { mappingHash } = index
  const logger = options.logger.child({ index: index.name })
  const stopping = new AbortController()
  const feeds = new Map<number, MessageConsumer>()
  let searched: number | undefined
  /** For which generation the cache was dropped and older indices deleted. */
  let tidiedFor: number | undefined
  let trouble: unknown = new Error('the search index has not been looked after yet')
  /** A new mapping is built when its code starts, once: two versions would else build against each other. */
  let isFirst = true

  const lagOf = async (generation: number): Promise<number> =>
    messaging.groupLag(await feedGroup(pool, feed.group, generation), feed.topics)

  async function wanted(newest: Generation | undefined): Promise<Generation> {
    const isOurs = newest?.mapping === mappingHash
    const isLost = newest !== undefined && isOurs && !(await hasIndex(elasticsearch, index, newest.number))
    if (newest !== undefined && !isLost && (isOurs || !isFirst)) return newest
    const added = await addGeneration(pool, elasticsearch, index, newest?.number ?? 0)
    logger.info({ generation: added.number }, 'the search index is built anew')
    return added
  }

  async function keepFed(generation: number): Promise<void> {
    if (feeds.has(generation)) return
    const onFatal = (error: unknown): void => {
      logger.warn({ err: error, generation }, 'the feed of the search has stopped, and is started again')
      feeds.delete(generation)
    }
    feeds.set(generation, await startFeed({ pool, messaging, feed, generation, onFatal }))
  }

  async function tend(): Promise<void> {
    searched = await searchedGeneration(elasticsearch, index)
    const known = await newestGenerations(pool, index)
    const newest = await wanted(known[0])
    isFirst = false
    const ours = [newest, ...known.filter(({ number }) => number === searched)]
      .filter(({ mapping }) => mapping === mappingHash)
      .map(({ number }) => number)
    for (const [number, consumer] of feeds) {
      if (ours.includes(number)) continue
      feeds.delete(number)
      await consumer.stop()
    }
    for (const number of ours) await keepFed(number)
    if (searched !== newest.number) {
      if (newest.mapping !== mappingHash || (await lagOf(newest.number)) > 0) return
      await searchGeneration(elasticsearch, index, newest.number)
      searched = newest.number
      logger.info({ generation: newest.number }, 'the search index is in use')
    }
    // Every instance once: the one that has brought it into use may have died of it.
    if (tidiedFor === searched) return
    await feed.dropCache()
    await deleteOlder(elasticsearch, index, searched)
    tidiedFor = searched
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await tend()
        trouble = undefined
      } catch (error) {
        if (trouble === undefined) logger.warn({ err: error }, 'the search index cannot be looked after right now')
        trouble = error
      }
      const isSettled = trouble === undefined && searched !== undefined
      const pauseMs = (isSettled ? tendMs : tendMs / 4) * (0.5 + Math.random() / 2)
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const running = run()
  return {
    async check() {
      if (trouble !== undefined) throw new Error('the search index is not looked after', { cause: trouble })
      await Promise.all(Array.from(feeds.values(), (consumer) => consumer.check()))
    },
    lag: async () => (searched === undefined ? 0 : lagOf(searched)),
    async stop() {
      stopping.abort()
      await running
      await Promise.all(Array.from(feeds.values(), (consumer) => consumer.stop()))
    },
  }
}
