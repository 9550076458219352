import { randomUUID } from 'node:crypto'
import type { OrderView } from '@gavel/event-contracts'
import { atSecond, bidder } from './lots.ts'

type Sku = { id: string; number: number; code: string; productName: string }

let skus = 0

export function newSku(productName = 'Loupe'): Sku {
  skus += 1
  return { id: randomUUID(), number: skus, code: `SKU-${skus}`, productName }
}

export const ofSku = (sku: Sku, quantity = 1): OrderView['item'] => ({
  kind: 'sku',
  skuId: sku.id,
  skuNumber: sku.number,
  productId: randomUUID(),
  productName: sku.productName,
  code: sku.code,
  quantity,
  unitPrice: 500,
})

export const ofLot = (lotNumber: number): OrderView['item'] => ({
  kind: 'lot',
  auctionId: randomUUID(),
  lotNumber,
  sellerId: randomUUID(),
  via: 'hammer',
})

/** An order as it is when it was just placed: by bidder 1, at second 0, of a SKU that nobody else orders. */
export function newOrder(changes: Partial<OrderView> = {}): OrderView {
  const { id, paddleNumber } = bidder(1)
  return {
    id: randomUUID(),
    version: 1,
    status: 'created',
    payment: 'none',
    buyer: { id, paddleNumber },
    item: ofSku(newSku()),
    total: 500,
    currency: 'KRW',
    payableUntil: atSecond(3_600),
    correlationId: randomUUID(),
    createdAt: atSecond(0),
    updatedAt: atSecond(0),
    ...changes,
  }
}
