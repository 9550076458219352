import type { LotView } from '@gavel/event-contracts'
import { createLotsByIds } from '../../sql/lotsByIds.ts'
import type { Queryable } from '../../sql/queryable.ts'
import type { Elasticsearch } from '../index/elasticsearch.ts'
import type { SearchIndex } from '../index/searchIndex.ts'
import { orUnavailable } from '../index/unavailable.ts'
import type { LotCache } from './cache/lotCache.ts'
import { matches } from './matches.ts'
import { searchDocumentOf } from './searchDocument.ts'
import { searchLots } from './searchLots.ts'
import type { SearchPage } from './searchPage.ts'
import type { SearchQuery } from './searchQuery.ts'

export type LotSearch = {
  /** @throws Problem search_unavailable while it can not be answered */
  find(query: SearchQuery): Promise<{ lots: readonly LotView[] } & Pick<SearchPage, 'total' | 'facets' | 'next'>>
}

export function createLotSearch(options: {
  db: Queryable
  elasticsearch: Elasticsearch
  index: SearchIndex
  cache: Pick<LotCache, 'page'>
  /** Elasticsearch was asked. */
  onAsked?: () => void
}): LotSearch {
  const { db, elasticsearch, index, cache, onAsked = () => {} } = options
  const lotsByIds = createLotsByIds(db)

  function ask(query: SearchQuery): Promise<SearchPage> {
    onAsked()
    return orUnavailable(searchLots(elasticsearch, index.searched, query))
  }

  return {
    async find(query) {
      const { ids, total, facets, next } = await cache.page(query, () => ask(query))
      const lots = await lotsByIds(ids)
      // A price may have left the range since: better a lot too few than one that is not what was asked for.
      return { lots: lots.filter((lot) => matches(query, searchDocumentOf(lot))), total, facets, next }
    },
  }
}
