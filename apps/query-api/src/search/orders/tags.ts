import type { OrderDocument } from './orderDocument.ts'
import type { OrderQuery } from './orderQuery.ts'

const everything = 'everything'

/**
 * The one tag that a search hangs on: whatever is wanted besides, an order that can be in its answer has the tag, too.
 * The one that the fewest other orders have.
 */
export function tagOf(query: OrderQuery): string {
  const { userId, paddleNumber, correlationId, skuId, skuNumber } = query
  if (userId !== null) return `user:${userId}`
  if (paddleNumber !== null) return `paddle:${paddleNumber}`
  if (correlationId !== null) return `correlation:${correlationId}`
  if (skuId !== null) return `sku:${skuId}`
  if (skuNumber !== null) return `sku-number:${skuNumber}`
  return everything
}

/** All that an order has: an order's buyer, SKU and correlation id are its own for ever. */
export const tagsOf = ({ userId, paddleNumber, correlationId, skuId, skuNumber }: OrderDocument): readonly string[] => [
  everything,
  `user:${userId}`,
  `paddle:${paddleNumber}`,
  `correlation:${correlationId}`,
  ...(skuId === null ? [] : [`sku:${skuId}`]),
  ...(skuNumber === null ? [] : [`sku-number:${skuNumber}`]),
]
