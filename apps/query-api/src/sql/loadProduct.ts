import type { Reference } from '../shop/reference.ts'
import { isWhole, productColumns, productOf, type StoredProduct } from './productRow.ts'
import type { Queryable } from './queryable.ts'

const byId = { name: 'load-product-by-id', text: `select ${productColumns} from products where id = $1 and ${isWhole}` }
const byNumber = {
  name: 'load-product-by-number',
  text: `select ${productColumns} from products where product_number = $1 and ${isWhole}`,
}

export async function loadProduct(db: Queryable, product: Reference): Promise<StoredProduct | undefined> {
  const { rows } =
    product.kind === 'id'
      ? await db.query({ ...byId, values: [product.id] })
      : await db.query({ ...byNumber, values: [product.number] })
  return rows.map(productOf)[0]
}
