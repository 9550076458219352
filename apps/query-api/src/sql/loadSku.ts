import type { Reference } from '../shop/reference.ts'
import { type StoredSku, skuColumns, skuOf } from './productRow.ts'
import type { Queryable } from './queryable.ts'

// Its product need not be here yet when it is named by its id.
const ofProduct = `(
  skus.product_id = $2 or exists (select from products where id = skus.product_id and product_number = $3)
)`

const byId = { name: 'load-sku-by-id', text: `select ${skuColumns} from skus where id = $1 and ${ofProduct}` }
const byNumber = {
  name: 'load-sku-by-number',
  text: `select ${skuColumns} from skus where sku_number = $1 and ${ofProduct}`,
}

/** A SKU of that product. */
export async function loadSku(
  db: Queryable,
  { product, sku }: { product: Reference; sku: Reference },
): Promise<StoredSku | undefined> {
  const owner = product.kind === 'id' ? [product.id, null] : [null, product.number]
  const { rows } =
    sku.kind === 'id'
      ? await db.query({ ...byId, values: [sku.id, ...owner] })
      : await db.query({ ...byNumber, values: [sku.number, ...owner] })
  return rows.map(skuOf)[0]
}
