import { z } from 'zod'

const instant = z.date().transform((date) => date.toISOString())

const storedSku = z.object({
  id: z.string(),
  skuNumber: z.number(),
  code: z.string(),
  price: z.number(),
  currency: z.string(),
  stock: z.number(),
  version: z.number(),
})
/** `price`: for one, in minor units of `currency`. */
export type StoredSku = z.output<typeof storedSku>

const productRow = z.object({
  id: z.string(),
  productNumber: z.number(),
  name: z.string(),
  version: z.number(),
  skus: z.array(storedSku),
  createdAt: instant,
  updatedAt: instant,
})
/** With those of its SKUs that are stored by now, in the order of their numbers. */
export type StoredProduct = z.output<typeof productRow>

/** For statements: the columns of `skus` by the names of the row above. */
export const skuColumns = `
  skus.id, skus.sku_number as "skuNumber", skus.code, skus.price, skus.currency, skus.stock, skus.version`

/** A product and its SKUs are read at one and the same moment. */
export const productColumns = `
  products.id, products.product_number as "productNumber", products.name, products.version,
  products.created_at as "createdAt", products.updated_at as "updatedAt",
  array(
    select json_build_object(
      'id', skus.id, 'skuNumber', skus.sku_number, 'code', skus.code, 'price', skus.price,
      'currency', skus.currency, 'stock', skus.stock, 'version', skus.version
    )
    from skus
    where skus.product_id = products.id
    order by skus.sku_number
  ) as skus`

/** Its view may be here before those of the SKUs that came with it: it is shown when all of them are. */
export const isWhole = `(select count(*) from skus where skus.product_id = products.id) >= products.sku_count`

export const productOf = (row: unknown): StoredProduct => productRow.parse(row)
export const skuOf = (row: unknown): StoredSku => storedSku.parse(row)
