import type { LotView } from '@gavel/event-contracts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import { indexedLots, indexLots } from '../index/lotIndex.ts'
import { type SearchChange, type SearchDocument, searchDocumentOf } from '../searchDocument.ts'

/** What is told of writes to the index that is searched, so that no cached search outlives them. */
export type ChangesListener = {
  changed(changes: readonly SearchChange[]): Promise<void>
  dropAll(): Promise<void>
}

/** Takes lots into an index. When it has resolved, searches find them so, cached or not. */
export async function feedLots(
  { elasticsearch, alias, cache }: { elasticsearch: Elasticsearch; alias: string; cache: ChangesListener },
  lots: readonly LotView[],
): Promise<void> {
  const newest = newestOf(lots)
  if (newest.length === 0) return
  const ids = newest.map(({ id }) => id)
  const before = await indexedLots(elasticsearch, alias, ids)
  const changes = newest.flatMap((after): SearchChange[] => {
    const known = before.get(after.id) ?? null
    return known === null || known.version < after.version ? [{ before: known, after }] : []
  })
  if (changes.length > 0) {
    await indexLots(
      elasticsearch,
      alias,
      changes.map(({ after }) => after),
    )
  }
  // What comes again, also beside something newer, may have been indexed by somebody who died before he could tell what
  // it made wrong.
  if (lots.some(({ id, version }) => version <= (before.get(id)?.version ?? 0))) await cache.dropAll()
  else await cache.changed(changes)
}

function newestOf(lots: readonly LotView[]): readonly SearchDocument[] {
  const newest = new Map<string, LotView>()
  for (const lot of lots) {
    if (lot.version > (newest.get(lot.id)?.version ?? 0)) newest.set(lot.id, lot)
  }
  return [...newest.values()].map(searchDocumentOf)
}
