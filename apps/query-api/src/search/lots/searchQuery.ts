import type { LotView } from '@gavel/event-contracts'
import type { SearchPlace } from '../index/hits.ts'

export const searchSorts = ['relevance', 'newest', 'ending_soon', 'price_asc', 'price_desc'] as const
export type SearchSort = (typeof searchSorts)[number]

/** What is searched for, with every default filled in. Prices in minor units, bounds included. */
export type SearchQuery = {
  /** Null: everything. Trimmed, NFC, lower-case, single spaces. */
  text: string | null
  category: string | null
  status: LotView['status'] | null
  currency: string | null
  seller: string | null
  minPrice: number | null
  maxPrice: number | null
  /** RFC 3339 in UTC with milliseconds. */
  endingBefore: string | null
  sort: SearchSort
  limit: number
  /** Where the last page ended. */
  after: SearchPlace | null
}
