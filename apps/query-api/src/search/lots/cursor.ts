import { z } from 'zod'
import type { SearchPlace } from '../index/hits.ts'
import { placeCursor, placeIn } from '../placeCursor.ts'
import { canonical } from './canonical.ts'
import type { SearchQuery, SearchSort } from './searchQuery.ts'

const ms = z.int()
const id = z.uuid()

const places: Readonly<Record<SearchSort, z.ZodType<SearchPlace>>> = {
  relevance: z.tuple([z.number(), ms, id]),
  newest: z.tuple([ms, id]),
  ending_soon: z.tuple([ms, id]),
  price_asc: z.tuple([z.int(), id]),
  price_desc: z.tuple([z.int(), id]),
}

const whole = (query: SearchQuery): string => canonical({ ...query, limit: 1, after: null })

export const searchCursor = (query: SearchQuery, next: SearchPlace | null): string | null =>
  placeCursor(whole(query), next)

/** The search from where the cursor says. @throws Problem invalid_input when it is the cursor of another search */
export const continued = (query: SearchQuery, cursor: string | undefined): SearchQuery =>
  cursor === undefined ? query : { ...query, after: placeIn(whole(query), places[query.sort], cursor) }
