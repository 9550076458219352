import { errors } from '@elastic/elasticsearch'
import { GateFull } from '@gavel/service-kit'

/**
 * Elasticsearch is away, overloaded, too slow, or has no index yet (404), all of which will pass; not that it refuses what
 * it was asked.
 */
export function isSearchAway(error: unknown): boolean {
  if (error instanceof GateFull) return true
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? 0
    return status === 404 || status === 429 || status >= 500
  }
  return error instanceof errors.ElasticsearchClientError
}
