import * as z from 'zod/mini'

const item = z.union([
  z.object({
    kind: z.literal('lot'),
    auctionId: z.string(),
    lotNumber: z.number(),
    sellerId: z.string(),
    via: z.string(),
  }),
  z.object({
    kind: z.literal('sku'),
    skuId: z.string(),
    productId: z.string(),
    productName: z.string(),
    code: z.string(),
    quantity: z.number(),
    unitPrice: z.number(),
  }),
])

export const order = z.object({
  id: z.string(),
  version: z.number(),
  status: z.enum(['created', 'paid', 'cancelled', 'expired']),
  payment: z.string(),
  userId: z.string(),
  item,
  total: z.number(),
  currency: z.string(),
  payableUntil: z.string(),
  correlationId: z.string(),
  createdAt: z.string(),
})
export type Order = z.infer<typeof order>
export const orderPage = z.object({ items: z.array(order), nextCursor: z.nullable(z.string()) })

export const placedOrder = z.object({ orderId: z.string(), status: z.string(), version: z.number() })

export const sku = z.object({
  id: z.string(),
  skuNumber: z.number(),
  code: z.string(),
  price: z.number(),
  currency: z.string(),
  stock: z.number(),
})
export type Sku = z.infer<typeof sku>
export const product = z.object({ id: z.string(), productNumber: z.number(), name: z.string(), skus: z.array(sku) })
export type Product = z.infer<typeof product>
export const productPage = z.object({ items: z.array(product), nextCursor: z.nullable(z.string()) })
