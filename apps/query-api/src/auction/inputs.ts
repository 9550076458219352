import { categoryCode, uuid } from '@gavel/event-contracts'
import { z } from 'zod'

/** A whole number in a query string. */
export const integer = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`)

export const versionMax = 2_147_483_647
const cursorLengthMax = 512

/** Of every list: how much of it, and from where on. */
export const pageLimit = integer(1, 100).default(20)
export const pageCursor = z.string().min(1).max(cursorLengthMax).optional()
const atLeast = integer(1, versionMax).optional()

/** PostgreSQL knows no year 0. */
export const earliestMs = Date.parse('0001-01-02T00:00:00Z')
/** With an offset an instant of the year 9999 may be one of 10000, which is written with a sign. */
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z')

export const noQuery = z.strictObject({})
export const lotQuery = z.strictObject({ atLeast })
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
