import type { estypes } from '@elastic/elasticsearch'
import type { SearchQuery, SearchSort } from './searchQuery.ts'

type QueryClause = estypes.QueryDslQueryContainer

const facetSizes = { category: 20, status: 10, currency: 20 } as const

/** What Elasticsearch is asked for: ids alone, with facets over the whole result. */
export function searchBody(query: SearchQuery): estypes.SearchRequest {
  return {
    query: { bool: { filter: filtersOf(query), ...(query.text === null ? {} : textClauses(query.text)) } },
    sort: sortOf(query.sort),
    size: query.limit + 1,
    ...(query.after === null ? {} : { search_after: [...query.after] }),
    _source: false,
    track_total_hits: true,
    aggs: Object.fromEntries(
      Object.entries(facetSizes).map(([field, size]) => [
        field,
        // Equal counts in one order, or the same search might answer differently.
        { terms: { field, size, order: [{ _count: 'desc' }, { _key: 'asc' }] } },
      ]),
    ),
  }
}

/** A letter wrong in a short word, two in a long one, but not the first. */
const nearly = { fuzziness: 'AUTO', prefix_length: 1 } as const

/**
 * Every word must be there, nearly as it is written, and of the last one its beginning will do. What is in the title
 * counts more.
 */
const textClauses = (text: string): { must: QueryClause[]; should: QueryClause[] } => ({
  must: [oneOf({ match: { words: { query: text, operator: 'and', ...nearly } } }, beginsWith('words', text))],
  should: [{ match: { title: { query: text, boost: titleBoost, ...nearly } } }, beginsWith('title', text)],
})

const titleBoost = 3

const oneOf = (...should: QueryClause[]): QueryClause => ({ bool: { should, minimum_should_match: 1 } })

const beginsWith = (field: string, text: string): QueryClause => ({
  match_bool_prefix: { [field]: { query: text, operator: 'and', ...nearly } },
})

function filtersOf(query: SearchQuery): QueryClause[] {
  const { category, status, currency, seller, minPrice, maxPrice, endingBefore, sort } = query
  const term = (field: string, value: string | null): QueryClause[] =>
    value === null ? [] : [{ term: { [field]: value } }]
  const range = (field: string, bounds: Record<string, string | number | null>): QueryClause[] => {
    const given = Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== null))
    return Object.keys(given).length === 0 ? [] : [{ range: { [field]: given } }]
  }
  // What is over does not end soon.
  const notOver = sort === 'ending_soon' && status === null
  return [
    ...term('category', category),
    ...term('status', status),
    ...(notOver ? [{ terms: { status: ['scheduled', 'active'] } }] : []),
    ...term('currency', currency),
    ...term('sellerId', seller),
    ...range('price', { gte: minPrice, lte: maxPrice }),
    ...range('endsAt', { lt: endingBefore }),
  ]
}

/** Ties by id: an order that is whole, for pages without gaps. */
function sortOf(sort: SearchSort): estypes.SortCombinations[] {
  switch (sort) {
    case 'relevance':
      return [{ _score: { order: 'desc' } }, { createdAt: 'desc' }, { id: 'desc' }]
    case 'newest':
      return [{ createdAt: 'desc' }, { id: 'desc' }]
    case 'ending_soon':
      return [{ endsAt: 'asc' }, { id: 'asc' }]
    case 'price_asc':
      return [{ price: 'asc' }, { id: 'asc' }]
    case 'price_desc':
      return [{ price: 'desc' }, { id: 'desc' }]
    default:
      return sort satisfies never
  }
}
