import { writtenAs } from '@gavel/service-kit/openapi'
import { z } from 'zod'

/** A whole number in a query string. */
export const integer = (least: number, most: number) =>
  writtenAs(
    z
      .string()
      .regex(/^\d{1,10}$/, `must be a whole number from ${least} to ${most}`)
      .transform(Number)
      .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`),
    z.int().min(least).max(most),
  )

export const versionMax = 2_147_483_647
const cursorLengthMax = 512

/** Of every list: how much of it, and from where on. */
export const pageLimit = integer(1, 100).default(20)
export const pageCursor = z
  .string()
  .min(1)
  .max(cursorLengthMax)
  .optional()
  .meta({ description: '`nextCursor` of the page before.' })
/** The version to wait for. */
export const atLeast = integer(1, versionMax)
  .optional()
  .meta({ description: 'The version to wait for: 2 s at the most, then 202 `not_yet`.' })

/** PostgreSQL knows no year 0. */
export const earliestMs = Date.parse('0001-01-02T00:00:00Z')
/** With an offset an instant of the year 9999 may be one of 10000, which is written with a sign. */
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z')

export const noQuery = z.strictObject({})
/** Of a single thing. */
export const versionQuery = z.strictObject({ atLeast })
