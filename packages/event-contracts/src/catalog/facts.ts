import { z } from 'zod'
import { amount, currency, productNumber, quantity, skuNumber, stock, stockMax, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

/** What lots and their searches name a category by; never changes. */
export const categoryCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')

const categoryName = z.string().min(1).max(100)

/** What a product is called, and what tells its SKUs apart. */
export const productName = z.string().min(1).max(200)
export const skuCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')

/** `skuCount`: of the SKUs that were added in the same append, on streams of their own. */
const productAdded = z.object({ productNumber, name: productName, skuCount: z.int().nonnegative() })
const skuAdded = z.object({ skuNumber, productId: uuid, code: skuCode, price: amount, currency, stock })

/** `stock` is always what is there afterwards. Taken and returned in the append that makes or ends the order. */
const stockAdjusted = z.object({ change: z.int().min(-stockMax).max(stockMax), stock })
const stockTaken = z.object({ orderId: uuid, quantity, stock })
const stockReturned = z.object({ orderId: uuid, quantity, stock, reason: z.enum(['cancelled', 'expired']) })

/**
 * What the catalogue has been told. A category's stream has an id of its own; its code is claimed in the same append.
 * A product has a stream, and each of its SKUs one of its own, on which its stock is taken.
 */
export const catalogFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('category.added'), data: z.object({ code: categoryCode, name: categoryName }) }),
  z.object({ type: z.literal('category.renamed'), data: z.object({ name: categoryName }) }),
  z.object({ type: z.literal('product.added'), data: productAdded }),
  z.object({ type: z.literal('product.renamed'), data: z.object({ name: productName }) }),
  z.object({ type: z.literal('sku.added'), data: skuAdded }),
  z.object({ type: z.literal('sku.repriced'), data: z.object({ price: amount }) }),
  z.object({ type: z.literal('stock.adjusted'), data: stockAdjusted }),
  z.object({ type: z.literal('stock.taken'), data: stockTaken }),
  z.object({ type: z.literal('stock.returned'), data: stockReturned }),
])
export type CatalogFact = z.output<typeof catalogFact>

/** The facts of one kind of stream. */
export type CategoryFact = Extract<CatalogFact, { type: `category.${string}` }>
export type ProductFact = Extract<CatalogFact, { type: `product.${string}` }>
export type SkuFact = Extract<CatalogFact, { type: `sku.${string}` | `stock.${string}` }>

const first = { current: 1, upcasters: {} }

export const catalogFactVersions = {
  'category.added': first,
  'category.renamed': first,
  'product.added': first,
  'product.renamed': first,
  'sku.added': first,
  'sku.repriced': first,
  'stock.adjusted': first,
  'stock.taken': first,
  'stock.returned': first,
} satisfies Record<CatalogFact['type'], VersionHistory>
