import { amount, categoryCode, currency, skuCode, stock, stockMax } from '@gavel/event-contracts'
import { z } from 'zod'
import { text } from '../http/text.ts'

const name = text(100).trim().min(1)

export const categoryBody = z.strictObject({ code: categoryCode, name })
export const renameBody = z.strictObject({ name })

const productName = text(200).trim().min(1)

/** Money in minor units of the currency. */
export const skuBody = z.strictObject({ code: skuCode, price: amount, currency, stock })
export type SkuBody = z.output<typeof skuBody>

/** So many events are one append. */
const skusMax = 100

export const productBody = z.strictObject({
  name: productName,
  skus: z
    .array(skuBody)
    .max(skusMax)
    .default([])
    .refine((skus) => new Set(skus.map(({ code }) => code)).size === skus.length, {
      message: 'two of them have the same code',
    }),
})

export const renameProductBody = z.strictObject({ name: productName })

/** `stockChange`: what came in, or (negative) was lost, since orders change the stock meanwhile. */
export const reviseSkuBody = z
  .strictObject({ price: amount.optional(), stockChange: z.int().min(-stockMax).max(stockMax).optional() })
  .refine((changes) => Object.keys(changes).length > 0, { message: 'nothing to revise' })

/** The older clients name categories by text or by number, and may send more than is asked for. */
const classicCode = z.union([z.string(), z.int().nonnegative()])

/** `sent`: the code as it is told back. */
export const classicCategoryBody = z
  .object({ c_code: classicCode, c_name: name })
  .transform(({ c_code: sent, c_name }) => ({ sent, c_code: String(sent), c_name }))
  .pipe(z.object({ sent: classicCode, c_code: categoryCode, c_name: z.string() }))
