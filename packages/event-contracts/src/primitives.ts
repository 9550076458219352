import { z } from 'zod'

/** A UUID; new ones are UUIDv7, so that ids sort by the time they were made. */
export const uuid = z.uuid()

/** An instant in UTC, RFC 3339 with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 })

/** The largest amount anyone may name: far below the safe integers, so that price + step can never lose a unit. */
export const amountMax = 1_000_000_000_000_000

/** Money in integer minor units of the currency beside it. */
export const amount = z.int().positive().max(amountMax)

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** An ISO 4217 currency code. */
export const currency = z
  .string()
  .refine((code) => currencies.has(code), { message: 'must be an ISO 4217 currency code' })
  .meta({ description: 'An ISO 4217 currency code.' })

/** The small integer by which people know a bidder. */
export const paddleNumber = z.int().positive().max(2_147_483_647)

/** The small integer by which people know a lot. */
export const lotNumber = z.int().positive().max(2_147_483_647)

/** The small integers by which people know a product, and a SKU of it. */
export const productNumber = z.int().positive().max(2_147_483_647)
export const skuNumber = z.int().positive().max(2_147_483_647)

/** More of one thing nobody has, nor orders. */
export const stockMax = 1_000_000_000

/** What is there of a SKU. */
export const stock = z.int().nonnegative().max(stockMax)

/** How much of a SKU is ordered. */
export const quantity = z.int().positive().max(stockMax)
