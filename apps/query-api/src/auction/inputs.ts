import { categoryCode, uuid } from '@gavel/event-contracts'
import { z } from 'zod'
import { atLeast, earliestMs, integer, latestMs, pageCursor, pageLimit } from '../http/inputs.ts'

export const bidsQuery = z.strictObject({ atLeast, limit: pageLimit, cursor: pageCursor })

/** Those that any lots can be listed by. */
export const plainSorts = z.enum(['newest', 'ending_soon'])
/** The other two list open lots alone. */
const sorts = z.enum([...plainSorts.options, 'just_opened', 'most_watched'])

export const listQuery = z.strictObject({
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']).optional(),
  category: categoryCode.optional(),
  seller: uuid.optional(),
  /** RFC 3339 with any offset. */
  endingBefore: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .refine((date) => date.getTime() >= earliestMs, 'must be after the year 0')
    .refine((date) => date.getTime() <= latestMs, 'must be before the year 10000')
    .optional(),
  sort: sorts.default('newest'),
  limit: pageLimit,
  cursor: pageCursor,
})
export type ListQuery = z.output<typeof listQuery>

const isPlain = (sort: string): boolean => plainSorts.safeParse(sort).success

export const auctionsQuery = listQuery.refine(
  ({ sort, status }) => isPlain(sort) || status === undefined || status === 'active',
  { path: ['status'], message: 'this sort lists active lots alone' },
)

/** The classic routes' clients may add what they like, as they always could. */
export const classicQuery = z.object({ atLeast, limit: integer(1, 1_000).default(100) })
