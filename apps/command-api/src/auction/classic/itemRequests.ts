import { amount, amountMax, categoryCode, lotNumber } from '@gavel/event-contracts'
import { writtenAs } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { description, imageUrl, instantMs, title } from '../requests.ts'

// The older clients send JSON or forms, in which all is text, and may send more than is asked for.

/** Integers also as digits in a text. */
const digits = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === 'string' && /^-?[0-9]{1,16}$/.test(value) ? Number(value) : value), schema)

/** A field of a form that was left empty is none. */
const orNone = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullable().optional())

const utc = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(:\d{2})?$/

/** `2027-02-14 15:00:00` or `2027-02-14 15:00`, which are UTC, or RFC 3339; as milliseconds since 1970. */
const dateTimeMs = writtenAs(
  z.preprocess((value) => {
    const [, day, minute, second = ':00'] = typeof value === 'string' ? (utc.exec(value) ?? []) : []
    return day === undefined ? value : `${day}T${minute}${second}Z`
  }, instantMs),
  z.string().meta({ description: '`2027-02-14 15:00:00`, which is UTC, or RFC 3339.' }),
)

const code = z.preprocess(
  (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value),
  categoryCode,
)

const fields = {
  c_code: orNone(code),
  title,
  content: description,
  start_price: digits(amount),
  start_datetime: dateTimeMs,
  end_datetime: dateTimeMs,
  image: orNone(imageUrl),
}

export const itemBody = z.object(fields)
export type ItemBody = z.output<typeof itemBody>

/** What is left out stays as it is. */
export const itemChanges = z.object(fields).partial()
export type ItemChanges = z.output<typeof itemChanges>

// A negative or zero amount has the right type and is simply too low; one past every bound is no amount.
export const itemBid = z.object({
  item_id: digits(lotNumber),
  bid_amount: digits(z.int().min(-amountMax).max(amountMax)),
})

/** In a path. */
export const itemId = z.object({ id: digits(lotNumber) })
