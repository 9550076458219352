import { matches } from './matches.ts'
import type { SearchChange, SearchDocument } from './searchDocument.ts'
import type { SearchQuery } from './searchQuery.ts'

/**
 * Whether the answer to a search (its lots, their order, the total, the facets) may be another after the change. A price
 * that moves within the range of a search, as with every bid, is none of its concern unless it sorts by price.
 */
export function isTouchedBy(query: SearchQuery, { before, after }: SearchChange): boolean {
  const was = before !== null && matches(query, before)
  const is = matches(query, after)
  if (before === null || !(was && is)) return was || is
  return shownFields(query).some((field) => before[field] !== after[field])
}

/** What of a lot that stays in a result decides on the result: facets, order, and whether the text still fits. */
const shownFields = ({ text, sort }: SearchQuery): readonly (keyof SearchDocument)[] => [
  'category',
  'status',
  'currency',
  ...(text === null ? [] : (['title', 'description'] as const)),
  ...sortFields[sort],
]

const sortFields: Readonly<Record<SearchQuery['sort'], readonly (keyof SearchDocument)[]>> = {
  relevance: ['createdAt'],
  newest: ['createdAt'],
  ending_soon: ['endsAt'],
  price_asc: ['price'],
  price_desc: ['price'],
}
