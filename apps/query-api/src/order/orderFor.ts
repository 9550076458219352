import type { OrderedItem, OrderView } from '@gavel/event-contracts'

/** An order as its buyer and administrators read it. Amounts are in minor units of `currency`. */
export type ReadOrder = {
  id: string
  version: number
  status: OrderView['status']
  payment: OrderView['payment']
  userId: string
  buyer: { id: string; paddleNumber: number }
  item: OrderedItem
  total: number
  currency: string
  payableUntil: string
  correlationId: string
  createdAt: string
  updatedAt: string
}

export function orderFor(order: OrderView): ReadOrder {
  const { id, version, status, payment, buyer, item, total, currency } = order
  const { payableUntil, correlationId, createdAt, updatedAt } = order
  return {
    id,
    version,
    status,
    payment,
    userId: buyer.id,
    buyer: { id: buyer.id, paddleNumber: buyer.paddleNumber },
    item: itemOf(item),
    total,
    currency,
    payableUntil,
    correlationId,
    createdAt,
    updatedAt,
  }
}

/** Field by field: what a view may have some day is not thereby told. */
function itemOf(item: OrderedItem): OrderedItem {
  if (item.kind === 'lot') {
    const { kind, auctionId, lotNumber, sellerId, via } = item
    return { kind, auctionId, lotNumber, sellerId, via }
  }
  const { kind, skuId, skuNumber, productId, productName, code, quantity, unitPrice } = item
  return { kind, skuId, skuNumber, productId, productName, code, quantity, unitPrice }
}
