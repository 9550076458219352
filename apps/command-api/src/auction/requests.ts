import { amount, buyNowPolicy, categoryCode, currency, incrementTable, paddleNumber } from '@gavel/event-contracts'
import { writtenAs } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { text } from '../http/text.ts'
import { incrementTables, isTableName } from './rules/increments.ts'

const latestMs = Date.parse('9999-12-31T23:59:59.999Z')

/** RFC 3339 with any offset, as milliseconds since the epoch. */
export const instantMs = z.iso
  .datetime({ offset: true })
  .transform((value) => Date.parse(value))
  // With an offset an instant of the year 9999 may be one of 10000, which RFC 3339 cannot write.
  .refine((ms) => ms <= latestMs, { message: 'must be before the year 10000' })

export const imageUrl = text(2_000).pipe(z.url({ protocol: /^https?$/ }))

/** Null takes it away, as does leaving it out when a lot is listed. */
const price = amount.nullable().optional()
const seconds = z.int().min(1).max(86_400)

/** The house's default: two minutes, counted anew from each bid in the last two. */
const softClose = z
  .strictObject({
    windowSec: seconds.default(120),
    extendSec: seconds.default(120),
    mode: z.enum(['reset_from_bid', 'add_to_end']).default('reset_from_bid'),
    trigger: z.enum(['any_accepted', 'leader_change']).default('any_accepted'),
    maxExtensions: z.int().min(1).max(10_000).nullable().default(null),
    hardEndAt: instantMs.nullable().default(null),
  })
  .transform(({ hardEndAt, ...rest }) => ({ ...rest, hardEndAtMs: hardEndAt }))

/** Null: the end is the end. No union: whoever is wrong is to be told which field, not that none of the kinds fits. */
const softCloseOrOff = writtenAs(
  z.preprocess((value) => (value === 'off' ? null : value), softClose.nullable()),
  z.union([z.literal('off'), softClose, z.null()]),
)
export const defaultSoftClose = softClose.parse({})

/** By name, or a table of one's own. */
const increments = writtenAs(
  z.preprocess(
    (value) => (isTableName(value) ? incrementTables[value] : value),
    z.array(z.unknown(), 'must be any, usd, jpy, krw, or a list of { from, step }').pipe(incrementTable),
  ),
  z.union([z.enum(['any', 'usd', 'jpy', 'krw'] satisfies (keyof typeof incrementTables)[]), incrementTable]),
)

export const title = text(200).trim().min(1)
export const description = text(10_000)

const choices = {
  category: categoryCode.nullable().optional(),
  images: z.array(imageUrl).max(20).optional(),
  reservePrice: price,
  buyNowPrice: price,
  buyNowPolicy: buyNowPolicy.optional(),
  increments: increments.optional(),
  softClose: softCloseOrOff.optional(),
}

export const listLotBody = z.strictObject({
  ...choices,
  title,
  description,
  currency,
  startingPrice: amount,
  startsAt: instantMs,
  endsAt: instantMs,
})

/** What is left out stays as it is. */
export const reviseLotBody = z
  .strictObject({
    ...choices,
    title: title.optional(),
    description: description.optional(),
    currency: currency.optional(),
    startingPrice: amount.optional(),
    startsAt: instantMs.optional(),
    endsAt: instantMs.optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, { message: 'nothing to revise' })

const reason = text(500).trim().min(1)

export const bidBody = z.strictObject({
  type: z.enum(['exact', 'max']),
  amount,
  /** Whoever names it is told when it is not the lot's. */
  currency: currency.optional(),
  confirm: z.boolean().optional(),
})

export const cancelBody = z.strictObject({ reason: reason.optional() }).optional()

export const retractionBody = z.strictObject({ reason })

const weekSec = 7 * 86_400

export const offerBody = (lengthMinSec: number) =>
  z
    .strictObject({
      paddleNumber: paddleNumber.optional(),
      expiresInSec: z
        .int()
        .min(lengthMinSec)
        .max(weekSec)
        .default(2 * 86_400),
    })
    .optional()
    .transform((body) => body ?? { expiresInSec: 2 * 86_400, paddleNumber: undefined })
