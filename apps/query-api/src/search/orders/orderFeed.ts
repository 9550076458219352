import { orderViewFromWire, topicNames } from '@gavel/event-contracts'
import type { IndexFeed } from '../feed/indexFeed.ts'
import { newestOf, type Written, writeDocuments } from '../index/documents.ts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import type { SearchIndex } from '../index/searchIndex.ts'
import type { OrderCache } from './orderCache.ts'
import { type OrderDocument, orderDocumentOf } from './orderDocument.ts'

/** Told of writes, so that no cached search outlives them. */
type Listener = Pick<OrderCache, 'changed' | 'dropAll'>

/** Takes orders into an index. When it has resolved, searches find them so, cached or not. */
export async function takeOrders(
  { elasticsearch, alias, cache }: { elasticsearch: Elasticsearch; alias: string; cache: Listener },
  orders: readonly OrderDocument[],
): Promise<Written> {
  const written = await writeDocuments(elasticsearch, alias, newestOf(orders))
  // Also of what was there already: whoever indexed it may have died before he could tell.
  await cache.changed(orders)
  return written
}

export function orderFeed(options: {
  elasticsearch: Elasticsearch
  index: SearchIndex
  cache: Listener
  onWritten?: (written: Written) => void
}): IndexFeed<OrderDocument> {
  const { elasticsearch, index, cache, ...rest } = options
  return {
    ...rest,
    index,
    group: 'query-api.search-orders',
    topics: [topicNames.orderViews],
    pace: { paceMs: 150 },
    decode: (message) => orderDocumentOf(orderViewFromWire(message).data),
    take: (alias, orders) => takeOrders({ elasticsearch, alias, cache }, orders),
    dropCache: cache.dropAll,
  }
}
