import type { OrderView } from '@gavel/event-contracts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import type { SearchIndex } from '../index/searchIndex.ts'
import { orUnavailable } from '../index/unavailable.ts'
import type { OrderCache } from './orderCache.ts'
import type { OrderPage } from './orderPage.ts'
import type { OrderQuery } from './orderQuery.ts'
import { searchOrders } from './searchOrders.ts'

export type OrderSearch = {
  /** The newest first. @throws Problem search_unavailable while it can not be answered */
  find(query: OrderQuery): Promise<{ orders: readonly OrderView[] } & Pick<OrderPage, 'total' | 'next'>>
}

export function createOrderSearch(options: {
  /** As they are stored now, in the order of their ids as given. */
  ordersByIds(ids: readonly string[]): Promise<readonly OrderView[]>
  elasticsearch: Elasticsearch
  index: SearchIndex
  cache: Pick<OrderCache, 'page'>
  /** Elasticsearch was asked. */
  onAsked?: () => void
}): OrderSearch {
  const { ordersByIds, elasticsearch, index, cache, onAsked = () => {} } = options

  function ask(query: OrderQuery): Promise<OrderPage> {
    onAsked()
    return orUnavailable(searchOrders(elasticsearch, index.searched, query))
  }

  return {
    async find(query) {
      const { ids, total, next } = await cache.page(query, () => ask(query))
      const orders = await ordersByIds(ids)
      // It may have been paid since: better an order too few than one that is not what was asked for.
      return { orders: orders.filter(({ status }) => (query.status ?? status) === status), total, next }
    },
  }
}
