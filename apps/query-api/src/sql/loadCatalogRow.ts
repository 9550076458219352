import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const times = `created_at as "createdAt", updated_at as "updatedAt"`

const statements = {
  products: `
    select id, version, product_number as "productNumber", name, sku_count as "skuCount", ${times}
    from products where id = $1`,
  skus: `
    select id, version, sku_number as "skuNumber", product_id as "productId", code, price, currency, stock, ${times}
    from skus where id = $1`,
  categories: `select id, version, code, name, ${times} from categories where id = $1`,
} as const

const row = z.looseObject({ version: z.number(), createdAt: z.date(), updatedAt: z.date() })

/** A product, a SKU or a category by itself, by the names that its view has. */
export async function loadCatalogRow(
  db: Queryable,
  table: keyof typeof statements,
  id: string,
): Promise<(Record<string, unknown> & { version: number }) | undefined> {
  const { rows } = await db.query({ name: `load-${table}-row`, text: statements[table], values: [id] })
  const [found] = z.array(row).parse(rows)
  if (found === undefined) return undefined
  return { ...found, createdAt: found.createdAt.toISOString(), updatedAt: found.updatedAt.toISOString() }
}
