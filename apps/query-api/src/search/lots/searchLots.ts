import { z } from 'zod'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { hits, pageOf } from '../index/hits.ts'
import { searchBody } from './searchBody.ts'
import type { SearchPage } from './searchPage.ts'
import type { SearchQuery } from './searchQuery.ts'

const buckets = z.object({
  buckets: z
    .array(z.object({ key: z.string(), doc_count: z.int() }))
    .transform((all) => all.map(({ key: value, doc_count: count }) => ({ value, count }))),
})
const found = z.object({
  hits,
  aggregations: z.object({ category: buckets, status: buckets, currency: buckets }),
})

/** @throws what Elasticsearch's client throws, and GateFull */
export async function searchLots(
  { client, searches, searchTimeoutMs }: Elasticsearch,
  alias: string,
  query: SearchQuery,
): Promise<SearchPage> {
  const answer = await searches.through(() =>
    client.search({ index: alias, ...searchBody(query) }, { requestTimeout: searchTimeoutMs }),
  )
  const { hits: lots, aggregations } = found.parse(answer)
  const { category, status, currency } = aggregations
  return {
    ...pageOf(lots, query.limit),
    facets: { category: category.buckets, status: status.buckets, currency: currency.buckets },
  }
}
