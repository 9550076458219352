import { groupOfEpoch } from '@gavel/database'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import type { Versioned } from '../index/documents.ts'
import { feedBatch } from './feedBatch.ts'
import type { IndexFeed } from './indexFeed.ts'

const bulkMax = 500

/** The consumer group of one generation: a new one reads everything from the beginning. */
export const feedGroup = (pool: pg.Pool, group: string, generation: number): Promise<string> =>
  groupOfEpoch(pool, `${group}.${generation}`)

export type FeedOptions<D extends Versioned> = {
  pool: pg.Pool
  messaging: Messaging
  feed: IndexFeed<D>
  generation: number
  /** It has stopped for good, having passed over nothing. */
  onFatal(error: unknown): void
}

/**
 * Feeds one generation of an index, as one of its group: bulks of 500 documents at the most, each time that the pace of
 * the feed has passed since the last fetch. Elasticsearch may be away for as long as it likes.
 */
export async function startFeed<D extends Versioned>(options: FeedOptions<D>): Promise<MessageConsumer> {
  const { pool, messaging, feed, generation, onFatal } = options
  const alias = feed.index.written(generation)
  return messaging.consume<D | undefined>({
    groupId: await feedGroup(pool, feed.group, generation),
    topics: feed.topics,
    decode: feed.decode,
    ...feed.pace,
    maxBatch: bulkMax,
    handle: (batch) => feedBatch(feed, alias, batch),
    isTransient: () => true,
    maxAttempts: Number.POSITIVE_INFINITY,
    onFatal,
  })
}
