import { z } from 'zod'
import { amount, currency, instant, productNumber, skuNumber, stock, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'
import { categoryCode, productName, skuCode } from './facts.ts'

const categoryView = z.object({
  id: uuid,
  /** Of the category's stream. */
  version: z.int().positive(),
  code: categoryCode,
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
})
export type CategoryView = z.output<typeof categoryView>

export const productView = z.object({
  id: uuid,
  /** Of the product's stream. */
  version: z.int().positive(),
  productNumber,
  name: productName,
  /** That came with it: until so many of its SKUs are known, it is not whole. */
  skuCount: z.int().nonnegative(),
  createdAt: instant,
  updatedAt: instant,
})
export type ProductView = z.output<typeof productView>

export const skuView = z.object({
  id: uuid,
  /** Of the SKU's stream. */
  version: z.int().positive(),
  skuNumber,
  productId: uuid,
  code: skuCode,
  /** For one, in minor units. */
  price: amount,
  currency,
  /** What can still be ordered. */
  stock,
  createdAt: instant,
  updatedAt: instant,
})
export type SkuView = z.output<typeof skuView>

/** Everything projector publishes about the catalogue. */
export const catalogView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('category.view'), data: categoryView }),
  z.object({ type: z.literal('product.view'), data: productView }),
  z.object({ type: z.literal('sku.view'), data: skuView }),
])
export type CatalogView = z.output<typeof catalogView>

const first = { current: 1, upcasters: {} }

export const catalogViewVersions = {
  'category.view': first,
  'product.view': first,
  'sku.view': first,
} satisfies Record<CatalogView['type'], VersionHistory>
