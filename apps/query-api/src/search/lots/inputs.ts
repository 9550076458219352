import { amountMax, categoryCode, currency, uuid } from '@gavel/event-contracts'
import { writtenAs } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { pageCursor, pageLimit } from '../../http/inputs.ts'
import { instantText, words } from '../inputs.ts'
import { defaultSort } from './canonical.ts'
import { type SearchQuery, searchSorts } from './searchQuery.ts'

const price = writtenAs(
  z
    .string()
    .regex(/^\d{1,16}$/, 'must be an amount in minor units')
    .transform(Number)
    .refine((amount) => amount <= amountMax, `must be at most ${amountMax}`),
  z.int().min(0).max(amountMax),
)

/** What GET /v1/search/auctions takes. */
export const searchInput = z
  .strictObject({
    q: words.optional(),
    category: categoryCode.optional(),
    status: z.enum(['scheduled', 'active', 'completed', 'cancelled']).optional(),
    currency: currency.optional(),
    seller: uuid.optional(),
    minPrice: price.optional(),
    maxPrice: price.optional(),
    endingBefore: instantText.optional(),
    sort: z.enum(searchSorts).optional(),
    limit: pageLimit,
    cursor: pageCursor,
  })
  .refine(({ minPrice = 0, maxPrice = amountMax }) => minPrice <= maxPrice, {
    path: ['minPrice'],
    message: 'must not be above maxPrice',
  })

/** Without its place in the pages, which its cursor names. */
export function searchQueryIn(input: z.output<typeof searchInput>): SearchQuery {
  const text = input.q === undefined || input.q === '' ? null : input.q
  return {
    text,
    category: input.category ?? null,
    status: input.status ?? null,
    currency: input.currency ?? null,
    seller: input.seller?.toLowerCase() ?? null,
    minPrice: input.minPrice ?? null,
    maxPrice: input.maxPrice ?? null,
    endingBefore: input.endingBefore === undefined ? null : new Date(input.endingBefore).toISOString(),
    sort: input.sort ?? defaultSort(text),
    limit: input.limit,
    after: null,
  }
}
