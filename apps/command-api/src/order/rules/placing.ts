import { amountMax, type Bidder, type OrderFact, type SkuFact } from '@gavel/event-contracts'
import type { Sku } from '../../catalog/rules/sku.ts'
import { takeStock } from '../../catalog/rules/stock.ts'
import { refuse } from '../../rules/verdict.ts'
import type { OrderRefusal } from './verdict.ts'

export type NewOrder = {
  orderId: string
  skuId: string
  buyer: Bidder
  /** At least 1. */
  quantity: number
  /** As it is called now: the order keeps it. */
  productName: string
  /** How long the buyer has to pay. */
  payableMs: number
}

/** The facts of two streams, which stand together or not at all. */
export type PlacedVerdict =
  | { accepted: true; stock: readonly SkuFact[]; order: readonly OrderFact[] }
  | { accepted: false; refusal: OrderRefusal }

/** Takes the stock and places the order, at the price of this moment. */
export function placeOrder(sku: Sku, placing: NewOrder, nowMs: number): PlacedVerdict {
  if (sku === null) return refuse({ code: 'not_found', what: 'SKU' })
  const { orderId, skuId, buyer, quantity, productName, payableMs } = placing
  const total = sku.price * quantity
  if (total > amountMax) return refuse({ code: 'order_too_large', totalMax: amountMax })
  const taken = takeStock(sku, { orderId, quantity })
  if (!taken.accepted) return refuse({ code: 'insufficient_stock', stock: sku.stock })
  const { skuNumber, productId, code, price: unitPrice, currency } = sku
  const item = { kind: 'sku' as const, skuId, skuNumber, productId, productName, code, quantity, unitPrice }
  const payableUntil = new Date(nowMs + payableMs).toISOString()
  return {
    accepted: true,
    stock: taken.facts,
    order: [{ type: 'order.created', data: { buyer, item, total, currency, payableUntil } }],
  }
}
