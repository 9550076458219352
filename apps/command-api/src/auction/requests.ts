import { amount, currency, incrementTable } from '@gavel/event-contracts'
import { z } from 'zod'

/** Text that PostgreSQL can keep as jsonb: no NUL, no half of a surrogate pair. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      message: 'must be well-formed text without NUL',
    })

/** RFC 3339 with any offset, as milliseconds since the epoch. */
const instantMs = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))

const imageUrl = text(2_000).pipe(z.url({ protocol: /^https?$/ }))

export const listLotBody = z.strictObject({
  title: text(200).trim().min(1),
  description: text(10_000),
  category: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
    .optional(),
  images: z.array(imageUrl).max(20).optional(),
  currency,
  startingPrice: amount,
  buyNowPrice: amount.optional(),
  increments: z.union([z.enum(['any', 'usd', 'jpy', 'krw']), incrementTable]).optional(),
  startsAt: instantMs,
  endsAt: instantMs,
})

export const bidBody = z.strictObject({
  type: z.literal('exact'),
  amount,
  confirm: z.boolean().optional(),
})

/** `{}`, or no body at all. */
export const buyNowBody = z.strictObject({}).optional()
