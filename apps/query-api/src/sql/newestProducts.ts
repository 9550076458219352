import type { MadePlace } from './madePlace.ts'
import { isWhole, productColumns, productOf, type StoredProduct } from './productRow.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'newest-products',
  text: `
    select ${productColumns}
    from products
    where (created_at, id) < ($1, $2) and ${isWhole}
    order by created_at desc, id desc
    limit $3`,
}

/** Those that were added before a place, newest first. */
export async function newestProducts(
  db: Queryable,
  { before, limit }: { before: MadePlace; limit: number },
): Promise<readonly StoredProduct[]> {
  const { rows } = await db.query({ ...statement, values: [before.at, before.id, limit] })
  return rows.map(productOf)
}
