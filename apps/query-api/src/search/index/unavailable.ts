import { errors } from '@elastic/elasticsearch'
import { GateFull } from '@gavel/service-kit'

/** Elasticsearch is away, overloaded or too slow, which will pass; not that it refuses what it was asked. */
export function isSearchAway(error: unknown): boolean {
  if (error instanceof GateFull) return true
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? 0
    return status === 429 || status >= 500
  }
  return error instanceof errors.ElasticsearchClientError
}
