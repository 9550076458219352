import prom from 'prom-client'
import type { CacheOutcome } from './cache/searchCache.ts'

export type SearchMetrics = {
  answered(outcome: CacheOutcome): void
  /** Elasticsearch was asked. */
  asked(): void
  measureLag(lag: () => Promise<number>): void
}

export function createSearchMetrics(registry: prom.Registry): SearchMetrics {
  const registers = [registry]
  const searches = new prom.Counter({
    name: 'query_searches_total',
    help: 'Searches by how the cache answered: hit, miss, joined (with one under way) or bypass',
    labelNames: ['outcome'],
    registers,
  })
  const asked = new prom.Counter({
    name: 'query_elasticsearch_searches_total',
    help: 'Searches that Elasticsearch was asked',
    registers,
  })
  return {
    answered: (outcome) => searches.inc({ outcome }),
    asked: () => asked.inc(),
    measureLag(lag) {
      new prom.Gauge({
        name: 'query_search_lag_messages',
        help: 'Views of lots that no search finds yet, of all instances',
        registers,
        async collect() {
          this.set(await lag().catch(() => Number.NaN))
        },
      })
    },
  }
}
