import { auctionViewFromWire, topicNames } from '@gavel/event-contracts'
import type { IndexFeed } from '../feed/indexFeed.ts'
import { newestOf, readDocuments, type Written, writeDocuments } from '../index/documents.ts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import type { SearchIndex } from '../index/searchIndex.ts'
import type { LotCache } from './cache/lotCache.ts'
import { type SearchChange, type SearchDocument, searchDocumentOf } from './searchDocument.ts'

/** Told of writes, so that no cached search outlives them. */
type Listener = Pick<LotCache, 'changed' | 'dropAll'>

/** Each bid changes its lot. A page shows the prices of now, whatever the index has; it is searched by these. */
const pace = { paceMs: 300, paceInFullFrom: 16 }

/** Takes lots into an index. When it has resolved, searches find them so, cached or not. */
export async function takeLots(
  { elasticsearch, alias, cache }: { elasticsearch: Elasticsearch; alias: string; cache: Listener },
  lots: readonly SearchDocument[],
): Promise<Written> {
  const newest = newestOf(lots)
  const ids = newest.map(({ id }) => id)
  const before = await readDocuments<SearchDocument>(elasticsearch, alias, ids)
  const changes = newest.flatMap((after): SearchChange[] => {
    const known = before.get(after.id) ?? null
    return known === null || known.version < after.version ? [{ before: known, after }] : []
  })
  const written = await writeDocuments(
    elasticsearch,
    alias,
    changes.map(({ after }) => after),
  )
  const refused = new Set(written.refused.map(({ id }) => id))
  // What comes again, also beside something newer, may have been indexed by somebody who died before he could tell what
  // it made wrong.
  if (lots.some(({ id, version }) => version <= (before.get(id)?.version ?? 0))) await cache.dropAll()
  else await cache.changed(changes.filter(({ after }) => !refused.has(after.id)))
  return written
}

export function lotFeed(options: {
  elasticsearch: Elasticsearch
  index: SearchIndex
  cache: Listener
  onWritten?: (written: Written) => void
}): IndexFeed<SearchDocument> {
  const { elasticsearch, index, cache, ...rest } = options
  return {
    ...rest,
    index,
    group: 'query-api.search',
    topics: [topicNames.auctionViews],
    pace,
    decode(message) {
      const view = auctionViewFromWire(message)
      return view.type === 'lot.view' ? searchDocumentOf(view.data) : undefined
    },
    take: (alias, lots) => takeLots({ elasticsearch, alias, cache }, lots),
    dropCache: cache.dropAll,
  }
}
