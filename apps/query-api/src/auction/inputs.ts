import { categoryCode, uuid } from '@gavel/event-contracts'
import { z } from 'zod'
import { atLeast, earliestMs, integer, latestMs, pageCursor, pageLimit } from '../http/inputs.ts'

export const bidsQuery = z.strictObject({ atLeast, limit: pageLimit, cursor: pageCursor })

export const sorts = z.enum(['newest', 'ending_soon'])

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

/** The classic routes' clients may add what they like, as they always could. */
export const classicQuery = z.object({ atLeast, limit: integer(1, 1_000).default(100) })
