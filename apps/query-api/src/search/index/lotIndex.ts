import { errors } from '@elastic/elasticsearch'
import { z } from 'zod'
import type { SearchDocument } from '../searchDocument.ts'
import type { SearchPage } from '../searchPage.ts'
import type { SearchQuery } from '../searchQuery.ts'
import type { Elasticsearch } from './elasticsearch.ts'
import { searchBody } from './searchBody.ts'

/** The index has gone, which a rebuild does on purpose. */
export class IndexGone extends Error {
  override name = 'IndexGone'
}

/** A document that the mapping refuses. */
export class DocumentRefused extends Error {
  override name = 'DocumentRefused'
}

const place = z.array(z.union([z.string(), z.number()]))
const buckets = z.object({
  buckets: z
    .array(z.object({ key: z.string(), doc_count: z.int() }))
    .transform((all) => all.map(({ key: value, doc_count: count }) => ({ value, count }))),
})
const found = z.object({
  hits: z.object({
    total: z.object({ value: z.int() }),
    hits: z.array(z.object({ _id: z.string(), sort: place })),
  }),
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
  const { hits, aggregations } = found.parse(answer)
  const page = hits.hits.slice(0, query.limit)
  const last = hits.hits.length > query.limit ? page.at(-1) : undefined
  return {
    ids: page.map(({ _id }) => _id),
    total: hits.total.value,
    facets: {
      category: aggregations.category.buckets,
      status: aggregations.status.buckets,
      currency: aggregations.currency.buckets,
    },
    next: last?.sort ?? null,
  }
}

const indexed = z.object({
  docs: z.array(
    z.object({ _id: z.string(), found: z.boolean().optional(), _source: z.custom<SearchDocument>().optional() }),
  ),
})

/** What the index holds now of these lots, also what no search can see yet. @throws IndexGone */
export async function indexedLots(
  { client }: Elasticsearch,
  index: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SearchDocument>> {
  const answer = indexed.parse(await client.mget({ index, ids: [...ids] }).catch(throwGone))
  return new Map(answer.docs.flatMap(({ _id, _source }) => (_source === undefined ? [] : [[_id, _source]])))
}

const written = z.object({
  items: z.array(
    z.object({
      index: z.object({
        _id: z.string(),
        status: z.int(),
        error: z.object({ type: z.string(), reason: z.string().optional() }).optional(),
      }),
    }),
  ),
})

const conflict = 409
const notFound = 404

/**
 * Writes documents and makes them visible to searches. An older version than the index holds changes nothing: each lot's
 * own version decides (`external`), so batches may come twice and in any order.
 *
 * @throws IndexGone, DocumentRefused, and what Elasticsearch's client throws.
 */
export async function indexLots(
  { client }: Elasticsearch,
  alias: string,
  documents: readonly SearchDocument[],
): Promise<void> {
  const operations = documents.flatMap((document) => [
    // Through an alias alone: an index that a rebuild has deleted must not come back by being written to.
    { index: { _id: document.id, version: document.version, version_type: 'external' as const, require_alias: true } },
    document,
  ])
  const { items } = written.parse(await client.bulk({ index: alias, refresh: true, operations }).catch(throwGone))
  for (const { index } of items) {
    if (index.error === undefined || index.status === conflict) continue
    const told = `${index._id}: ${index.error.type} ${index.error.reason ?? ''}`
    if (index.status === notFound) throw new IndexGone(told)
    if (index.status === 429 || index.status >= 500) throw new errors.ElasticsearchClientError(told)
    throw new DocumentRefused(told)
  }
}

function throwGone(error: unknown): never {
  if (error instanceof errors.ResponseError && error.statusCode === notFound) {
    throw new IndexGone('the index has gone', { cause: error })
  }
  throw error
}
