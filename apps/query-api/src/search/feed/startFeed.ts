import { groupOfEpoch } from '@gavel/database'
import { type AuctionView, auctionViewFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type pg from 'pg'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { DocumentRefused } from '../index/lotIndex.ts'
import { type ChangesListener, feedLots } from './feedLots.ts'

/** A refresh costs the same for one lot and for hundreds. */
const paceMs = 150

export const feedTopics = [topicNames.auctionViews] as const

/** The consumer group of one generation: a new one reads every lot from the beginning. */
export const feedGroup = (pool: pg.Pool, generation: number): Promise<string> =>
  groupOfEpoch(pool, `query-api.search.${generation}`)

export type FeedOptions = {
  pool: pg.Pool
  messaging: Messaging
  elasticsearch: Elasticsearch
  generation: number
  /** Through which the generation's index is written. */
  alias: string
  /** Told of every change, also while this generation is not searched yet: nobody knows to the moment when it is. */
  cache: ChangesListener
  /** It has stopped for good, having passed over nothing. */
  onFatal(error: unknown): void
}

/** Feeds one generation of the index, as one of its group. Elasticsearch may be away for as long as it likes. */
export async function startFeed(options: FeedOptions): Promise<MessageConsumer> {
  const { pool, messaging, elasticsearch, generation, alias, cache, onFatal } = options
  return messaging.consume<AuctionView>({
    groupId: await feedGroup(pool, generation),
    topics: feedTopics,
    decode: auctionViewFromWire,
    paceMs,
    handle: (views) =>
      feedLots(
        { elasticsearch, alias, cache },
        views.flatMap((view) => (view.type === 'lot.view' ? [view.data] : [])),
      ),
    // Everything but a document that the index refuses: that one is put aside.
    isTransient: (error) => !(error instanceof DocumentRefused),
    maxAttempts: Number.POSITIVE_INFINITY,
    onFatal,
  })
}
