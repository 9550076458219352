import type { estypes } from '@elastic/elasticsearch'
import { z } from 'zod'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { hits, pageOf } from '../index/hits.ts'
import type { OrderPage } from './orderPage.ts'
import type { OrderQuery } from './orderQuery.ts'

type QueryClause = estypes.QueryDslQueryContainer

const found = z.object({ hits })

/** @throws what Elasticsearch's client throws, and GateFull */
export async function searchOrders(
  { client, searches, searchTimeoutMs }: Elasticsearch,
  alias: string,
  query: OrderQuery,
): Promise<OrderPage> {
  const { limit, after } = query
  const request: estypes.SearchRequest = {
    index: alias,
    query: { bool: { filter: filtersOf(query) } },
    // Ties by id: an order that is whole, for pages without gaps.
    sort: [{ createdAt: 'desc' }, { id: 'desc' }],
    size: limit + 1,
    ...(after === null ? {} : { search_after: [...after] }),
    _source: false,
    track_total_hits: true,
  }
  const answer = await searches.through(() => client.search(request, { requestTimeout: searchTimeoutMs }))
  return pageOf(found.parse(answer).hits, limit)
}

function filtersOf(query: OrderQuery): QueryClause[] {
  const { text, userId, paddleNumber, skuId, skuNumber, correlationId, status, from, to, ofShop } = query
  const terms = { userId, paddleNumber, skuId, skuNumber, correlationId, status }
  return [
    ...Object.entries(terms).flatMap(([field, value]) => (value === null ? [] : [{ term: { [field]: value } }])),
    ...(from === null ? [] : [{ range: { createdAt: { gte: from } } }]),
    ...(to === null ? [] : [{ range: { createdAt: { lt: to } } }]),
    ...(ofShop ? [{ exists: { field: 'skuId' } }] : []),
    ...(text === null ? [] : [saying(text)]),
  ]
}

/** Every word of it, of the last one its beginning; or it is the correlation id. */
const saying = (text: string): QueryClause => ({
  bool: {
    should: [
      { match_bool_prefix: { words: { query: text, operator: 'and' } } },
      { term: { correlationId: { value: text, case_insensitive: true } } },
    ],
    minimum_should_match: 1,
  },
})
