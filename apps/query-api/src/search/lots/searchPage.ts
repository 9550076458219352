import { z } from 'zod'

const facetValues = z.array(z.object({ value: z.string(), count: z.int().positive() })).readonly()

const searchPage = z.object({
  /** The lots are filled in when the page is shown, so that a price is never old. */
  ids: z.array(z.string()).readonly(),
  total: z.int().nonnegative(),
  facets: z.object({ category: facetValues, status: facetValues, currency: facetValues }),
  /** Null on the last page. */
  next: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .nullable(),
})

/** What a search has found. */
export type SearchPage = z.output<typeof searchPage>

/** A page as it was written with JSON.stringify. */
export const readSearchPage = (text: string): SearchPage => searchPage.parse(JSON.parse(text))
