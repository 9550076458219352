import type { SearchPlace } from './searchQuery.ts'

type FacetValue = { value: string; count: number }

/** What a search has found. Only ids: the lots are filled in when the page is shown, so that a price is never old. */
export type SearchPage = {
  ids: readonly string[]
  total: number
  facets: {
    category: readonly FacetValue[]
    status: readonly FacetValue[]
    currency: readonly FacetValue[]
  }
  /** Null on the last page. */
  next: SearchPlace | null
}
