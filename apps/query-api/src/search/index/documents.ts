import { errors } from '@elastic/elasticsearch'
import { z } from 'zod'
import type { Elasticsearch } from './elasticsearch.ts'

/** What every index holds: of two versions of a document the higher one is the newer. */
export type Versioned = { id: string; version: number }

/** The index has gone, which a rebuild does on purpose. */
export class IndexGone extends Error {
  override name = 'IndexGone'
}

/** A document that the index will never take, with Elasticsearch's reason. */
export class DocumentRefused extends Error {
  override name = 'DocumentRefused'
}

export type RefusedDocument = Versioned & { error: DocumentRefused }

/** What became of the documents that were sent; what is neither indexed nor refused was not newer than what is there. */
export type Written = { sent: number; indexed: number; refused: readonly RefusedDocument[] }

/** The newest version of each. */
export function newestOf<D extends Versioned>(documents: readonly D[]): readonly D[] {
  const newest = new Map<string, D>()
  for (const document of documents) {
    if (document.version > (newest.get(document.id)?.version ?? 0)) newest.set(document.id, document)
  }
  return [...newest.values()]
}

const reason = z.object({
  type: z.string(),
  reason: z.string().nullish(),
  caused_by: z.object({ reason: z.string().nullish() }).optional(),
})
const answer = z.object({
  items: z.array(z.object({ index: z.object({ status: z.int(), error: reason.optional() }) })),
})

const badRequest = 400
const notFound = 404
const conflict = 409
const tooLarge = 413

/**
 * Writes documents and makes them visible to searches. An older version than the index holds changes nothing: each
 * document's own version decides (`external`), so batches may come twice and in any order. What is refused keeps nothing
 * else back.
 *
 * @throws IndexGone, and what Elasticsearch's client throws: then any of them may be written.
 */
export async function writeDocuments(
  elasticsearch: Elasticsearch,
  alias: string,
  documents: readonly Versioned[],
): Promise<Written> {
  if (documents.length === 0) return { sent: 0, indexed: 0, refused: [] }
  const operations = documents.flatMap((document) => [
    // Through an alias alone: an index that a rebuild has deleted must not come back by being written to.
    { index: { _id: document.id, version: document.version, version_type: 'external' as const, require_alias: true } },
    document,
  ])
  try {
    const { items } = answer.parse(await elasticsearch.client.bulk({ index: alias, refresh: true, operations }))
    return outcomeOf(documents, items)
  } catch (error) {
    if (!(error instanceof errors.ResponseError)) throw error
    if (error.statusCode === notFound) throw new IndexGone('the index has gone', { cause: error })
    if (error.statusCode !== badRequest && error.statusCode !== tooLarge) throw error
    const [only] = documents
    if (only !== undefined && documents.length === 1) return refusedAlone(only, error)
    // Too much at once, or one that spoils the whole request.
    const half = Math.ceil(documents.length / 2)
    const first = await writeDocuments(elasticsearch, alias, documents.slice(0, half))
    const second = await writeDocuments(elasticsearch, alias, documents.slice(half))
    return {
      sent: documents.length,
      indexed: first.indexed + second.indexed,
      refused: [...first.refused, ...second.refused],
    }
  }
}

const refusedAlone = ({ id, version }: Versioned, { message }: Error): Written => ({
  sent: 1,
  indexed: 0,
  refused: [{ id, version, error: new DocumentRefused(`${id}: ${message}`) }],
})

function outcomeOf(documents: readonly Versioned[], items: z.output<typeof answer>['items']): Written {
  const refused: RefusedDocument[] = []
  let indexed = 0
  // Elasticsearch answers in the order of the request.
  for (const [place, { id, version }] of documents.entries()) {
    const item = items[place]?.index
    if (item === undefined) throw new errors.ElasticsearchClientError(`${id}: no answer`)
    if (item.error === undefined) {
      indexed += 1
      continue
    }
    if (item.status === conflict) continue
    const told = `${id}: ${[item.error.type, item.error.reason, item.error.caused_by?.reason].join(' ').trim()}`
    if (item.status === notFound) throw new IndexGone(told)
    // A full disk, a missing shard, a full queue: no fault of the document.
    if (item.status !== badRequest) throw new errors.ElasticsearchClientError(told)
    refused.push({ id, version, error: new DocumentRefused(told) })
  }
  return { sent: documents.length, indexed, refused }
}

/** What the index holds now under these ids, also what no search can see yet. @throws IndexGone */
export async function readDocuments<D extends Versioned>(
  { client }: Elasticsearch,
  alias: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, D>> {
  const stored = z.object({ docs: z.array(z.object({ _id: z.string(), _source: z.custom<D>().optional() })) })
  try {
    const { docs } = stored.parse(await client.mget({ index: alias, ids: [...ids] }))
    return new Map(docs.flatMap(({ _id, _source }) => (_source === undefined ? [] : [[_id, _source]])))
  } catch (error) {
    if (!(error instanceof errors.ResponseError) || error.statusCode !== notFound) throw error
    throw new IndexGone('the index has gone', { cause: error })
  }
}
