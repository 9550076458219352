import { createHash } from 'node:crypto'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../auction/cursor.ts'
import { canonical } from './canonical.ts'
import type { SearchPlace, SearchQuery, SearchSort } from './searchQuery.ts'

const ms = z.int()
const id = z.uuid()

const places: Readonly<Record<SearchSort, z.ZodType<SearchPlace>>> = {
  relevance: z.tuple([z.number(), ms, id]),
  newest: z.tuple([ms, id]),
  ending_soon: z.tuple([ms, id]),
  price_asc: z.tuple([z.int(), id]),
  price_desc: z.tuple([z.int(), id]),
}

/** Names a search whatever its page and the length of its pages. */
const nameOf = (query: SearchQuery): string =>
  createHash('sha256')
    .update(canonical({ ...query, limit: 1, after: null }))
    .digest('base64url')
    .slice(0, 12)

export const searchCursor = (query: SearchQuery, next: SearchPlace | null): string | null =>
  next === null ? null : encodeCursor({ of: nameOf(query), after: next })

/** The search from where the cursor says. @throws Problem invalid_input when it is the cursor of another search */
export function continued(query: SearchQuery, cursor: string | undefined): SearchQuery {
  if (cursor === undefined) return query
  const schema = z.strictObject({ of: z.literal(nameOf(query)), after: places[query.sort] })
  return { ...query, after: decodeCursor(schema, cursor).after }
}
