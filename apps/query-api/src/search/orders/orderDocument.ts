import type { OrderView } from '@gavel/event-contracts'

/** What of an order can be searched. */
export type OrderDocument = Pick<
  OrderView,
  'id' | 'version' | 'status' | 'payment' | 'correlationId' | 'total' | 'currency' | 'createdAt'
> & {
  userId: string
  paddleNumber: number
  /** Of the shop's orders alone. */
  skuId: string | null
  skuNumber: number | null
  /** Of orders of lots alone. */
  lotNumber: number | null
  /** The product's name and the SKU's code, or which lot it is. */
  words: string
}

export function orderDocumentOf(order: OrderView): OrderDocument {
  const { id, version, status, payment, buyer, item, correlationId, total, currency, createdAt } = order
  const isOfShop = item.kind === 'sku'
  return {
    id,
    version,
    status,
    payment,
    userId: buyer.id,
    paddleNumber: buyer.paddleNumber,
    skuId: isOfShop ? item.skuId : null,
    skuNumber: isOfShop ? item.skuNumber : null,
    lotNumber: isOfShop ? null : item.lotNumber,
    correlationId,
    total,
    currency,
    words: isOfShop ? `${item.productName} ${item.code}` : `lot ${item.lotNumber}`,
    createdAt,
  }
}
