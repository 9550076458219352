import type { LotView } from '@gavel/event-contracts'
import { Problem } from '@gavel/service-kit'
import { createLotsByIds } from '../sql/lotsByIds.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { SearchCache } from './cache/searchCache.ts'
import type { Elasticsearch } from './index/elasticsearch.ts'
import { searchLots } from './index/lotIndex.ts'
import type { IndexNames } from './index/names.ts'
import { isSearchAway } from './index/unavailable.ts'
import { matches } from './matches.ts'
import { searchDocumentOf } from './searchDocument.ts'
import type { SearchPage } from './searchPage.ts'
import type { SearchQuery } from './searchQuery.ts'

export type LotSearch = {
  /** @throws Problem search_unavailable while it can not be answered */
  find(query: SearchQuery): Promise<{ lots: readonly LotView[] } & Pick<SearchPage, 'total' | 'facets' | 'next'>>
}

export function createLotSearch(options: {
  db: Queryable
  elasticsearch: Elasticsearch
  names: IndexNames
  cache: Pick<SearchCache, 'page'>
  /** Elasticsearch was asked. */
  onAsked?: () => void
}): LotSearch {
  const { db, elasticsearch, names, cache, onAsked = () => {} } = options
  const lotsByIds = createLotsByIds(db)

  async function ask(query: SearchQuery): Promise<SearchPage> {
    onAsked()
    try {
      return await searchLots(elasticsearch, names.searched, query)
    } catch (error) {
      if (!isSearchAway(error)) throw error
      throw new Problem('search_unavailable', {
        detail: 'Everything but the search works. Please try again in a moment.',
        headers: { 'Retry-After': '2' },
        cause: error,
      })
    }
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
