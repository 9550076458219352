import prom from 'prom-client'
import type { CacheOutcome } from './cache/pageCache.ts'
import type { Written } from './index/documents.ts'
import type { IndexName } from './index/searchIndex.ts'

/** What is counted of one index. */
export type IndexMetrics = {
  answered(outcome: CacheOutcome): void
  /** Elasticsearch was asked. */
  asked(): void
  written(written: Written): void
}

export type SearchMetrics = {
  of(index: IndexName): IndexMetrics
  measureLag(lags: Readonly<Record<IndexName, () => Promise<number>>>): void
}

const labelNames = ['index']
const bulkBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500]

export function createSearchMetrics(registry: prom.Registry): SearchMetrics {
  const registers = [registry]
  const searches = new prom.Counter({
    name: 'query_searches_total',
    help: 'Searches by how the cache answered: hit, miss, joined (with one under way) or bypass',
    labelNames: ['index', 'outcome'],
    registers,
  })
  const asked = new prom.Counter({
    name: 'query_elasticsearch_searches_total',
    help: 'Searches that Elasticsearch was asked',
    labelNames,
    registers,
  })
  const indexed = new prom.Counter({
    name: 'query_search_documents_indexed_total',
    help: 'Documents that searches find from then on',
    labelNames,
    registers,
  })
  const failed = new prom.Counter({
    name: 'query_search_documents_failed_total',
    help: 'Documents that the index refused, whose messages were put into the dead-letter topic',
    labelNames,
    registers,
  })
  const bulks = new prom.Histogram({
    name: 'query_search_bulk_documents',
    help: 'Documents in a bulk that was written',
    labelNames,
    buckets: bulkBuckets,
    registers,
  })
  return {
    of: (index) => ({
      answered: (outcome) => searches.inc({ index, outcome }),
      asked: () => asked.inc({ index }),
      written({ sent, indexed: taken, refused }) {
        if (sent > 0) bulks.observe({ index }, sent)
        indexed.inc({ index }, taken)
        failed.inc({ index }, refused.length)
      },
    }),
    measureLag(lags) {
      new prom.Gauge({
        name: 'query_search_lag_messages',
        help: 'Views that no search finds yet, of all instances',
        labelNames,
        registers,
        async collect() {
          const measure = async (index: IndexName): Promise<void> =>
            this.set({ index }, await lags[index]().catch(() => Number.NaN))
          await Promise.all([measure('lots'), measure('orders')])
        },
      })
    },
  }
}
