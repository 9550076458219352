import { randomUUID } from 'node:crypto'
import type { OrderView, ProductView, SkuView } from '@gavel/event-contracts'
import { atSecond, bidder, seller } from './lots.ts'

let numbers = 0
const nextNumber = (): number => {
  numbers += 1
  return numbers
}

/** As projector tells it after its first event. */
export const product = (changes: Partial<ProductView> = {}): ProductView => {
  const productNumber = nextNumber()
  return {
    id: randomUUID(),
    version: 1,
    productNumber,
    name: `Product ${productNumber}`,
    skuCount: 0,
    createdAt: atSecond(productNumber),
    updatedAt: atSecond(productNumber),
    ...changes,
  }
}

export const skuOf = ({ id: productId }: { id: string }, changes: Partial<SkuView> = {}): SkuView => {
  const skuNumber = nextNumber()
  return {
    id: randomUUID(),
    version: 1,
    skuNumber,
    productId,
    code: `CODE-${skuNumber}`,
    price: 1_000_000_000_000_000,
    currency: 'KRW',
    stock: 10,
    createdAt: atSecond(skuNumber),
    updatedAt: atSecond(skuNumber),
    ...changes,
  }
}

/** Of three pieces of something, by bidder 1. */
export const order = (changes: Partial<OrderView> = {}): OrderView => {
  const { id, paddleNumber } = bidder(1)
  const skuNumber = nextNumber()
  return {
    id: randomUUID(),
    version: 1,
    status: 'created',
    payment: 'none',
    buyer: { id, paddleNumber },
    item: {
      kind: 'sku',
      skuId: randomUUID(),
      skuNumber,
      productId: randomUUID(),
      productName: 'Mug',
      code: 'MUG-1',
      quantity: 3,
      unitPrice: 1_000,
    },
    total: 3_000,
    currency: 'KRW',
    payableUntil: atSecond(9_000),
    correlationId: `correlation-${skuNumber}`,
    createdAt: atSecond(skuNumber),
    updatedAt: atSecond(skuNumber),
    ...changes,
  }
}

/** Of the lot that was sold to bidder 1. */
export const orderOfLot = (
  { auctionId, saleId, lotNumber }: { auctionId: string; saleId: string; lotNumber: number },
  changes: Partial<OrderView> = {},
): OrderView =>
  order({
    id: saleId,
    item: { kind: 'lot', auctionId, lotNumber, sellerId: seller.id, via: 'hammer' },
    ...changes,
  })
