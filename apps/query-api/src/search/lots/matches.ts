import type { SearchDocument } from './searchDocument.ts'
import type { SearchQuery } from './searchQuery.ts'

/** Whether a lot fits everything that is asked for but the text, which only Elasticsearch can say. */
export function matches(query: SearchQuery, lot: Omit<SearchDocument, 'title' | 'description'>): boolean {
  const { category, status, currency, seller, minPrice, maxPrice, endingBefore, sort } = query
  const isOver = lot.status === 'completed' || lot.status === 'cancelled'
  return (
    (category === null || lot.category === category) &&
    (status === null || lot.status === status) &&
    (currency === null || lot.currency === currency) &&
    (seller === null || lot.sellerId === seller) &&
    (minPrice === null || lot.price >= minPrice) &&
    (maxPrice === null || lot.price <= maxPrice) &&
    (endingBefore === null || lot.endsAt < endingBefore) &&
    !(sort === 'ending_soon' && status === null && isOver)
  )
}
