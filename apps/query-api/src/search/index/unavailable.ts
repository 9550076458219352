import { errors } from '@elastic/elasticsearch'
import { GateFull, Problem } from '@gavel/service-kit'

/**
 * Elasticsearch is away, overloaded, too slow, or has no index yet (404), all of which will pass; not that it refuses what
 * it was asked.
 */
function isSearchAway(error: unknown): boolean {
  if (error instanceof GateFull) return true
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? 0
    return status === 404 || status === 429 || status >= 500
  }
  return error instanceof errors.ElasticsearchClientError
}

/** @throws Problem search_unavailable while it can not be answered, and what `search` throws */
export async function orUnavailable<T>(search: Promise<T>): Promise<T> {
  try {
    return await search
  } catch (error) {
    if (!isSearchAway(error)) throw error
    throw new Problem('search_unavailable', {
      detail: 'Everything but the search works. Please try again in a moment.',
      headers: { 'Retry-After': '2' },
      cause: error,
    })
  }
}
