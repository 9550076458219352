import { paddleNumber, quantity, skuNumber } from '@gavel/event-contracts'
import { z } from 'zod'
import { text } from '../http/text.ts'
import { keyPattern } from '../idempotency/idempotency.ts'

const keyWords = 'must be 1 to 255 visible ASCII characters'
const idempotencyKey = z.string(keyWords).regex(keyPattern, keyWords)

/** A SKU by its id or its number, as it is looked up. */
const skuReference = z.union([z.uuid(), skuNumber, z.string().regex(/^[1-9][0-9]{0,9}$/)], {
  error: 'must be the id or the number of a SKU',
})
const reference = skuReference.transform(String)

export const orderBody = z.strictObject({ skuId: reference, quantity, idempotencyKey: idempotencyKey.optional() })

export const payBody = z
  .strictObject({ paymentMethod: text(200).trim().min(1).optional() })
  .optional()
  .transform((body) => body?.paymentMethod)

/** Of the older service, whose clients may send more. `userId`: by whose paddle, where nobody has to sign in. */
export const classicOrderBody = z.object({
  skuId: reference,
  quantity,
  idempotencyKey,
  userId: paddleNumber.optional(),
})
