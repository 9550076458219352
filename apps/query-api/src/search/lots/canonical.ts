import { z } from 'zod'
import { type SearchQuery, searchSorts } from './searchQuery.ts'

const defaultLimit = 20

/** With text by how well it fits, without by age. */
export const defaultSort = (text: string | null): SearchQuery['sort'] => (text === null ? 'newest' : 'relevance')

/** Two searches for the same thing are the same text: names in order, defaults left out. */
export function canonical(query: SearchQuery): string {
  const { text, sort, limit, after, minPrice, maxPrice, ...rest } = query
  const values: Record<string, string | null> = {
    ...rest,
    text,
    minPrice: minPrice === null ? null : String(minPrice),
    maxPrice: maxPrice === null ? null : String(maxPrice),
    sort: sort === defaultSort(text) ? null : sort,
    limit: limit === defaultLimit ? null : String(limit),
    after: after === null ? null : JSON.stringify(after),
  }
  const given = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  return new URLSearchParams(given.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))).toString()
}

const integer = z.string().regex(/^\d+$/).transform(Number)
const place = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.union([z.string(), z.number()])))

const written = z.strictObject({
  text: z.string().nullable().default(null),
  category: z.string().nullable().default(null),
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']).nullable().default(null),
  currency: z.string().nullable().default(null),
  seller: z.string().nullable().default(null),
  minPrice: integer.nullable().default(null),
  maxPrice: integer.nullable().default(null),
  endingBefore: z.string().nullable().default(null),
  sort: z.enum(searchSorts).optional(),
  limit: integer.default(defaultLimit),
  after: place.nullable().default(null),
})

/** @throws when the text is none that `canonical` has made. */
export function fromCanonical(text: string): SearchQuery {
  const { sort, ...query } = written.parse(Object.fromEntries(new URLSearchParams(text)))
  return { ...query, sort: sort ?? defaultSort(query.text) }
}
