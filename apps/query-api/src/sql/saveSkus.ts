import type { SkuView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-skus',
  text: `
    insert into skus (id, version, sku_number, product_id, code, price, currency, stock, created_at, updated_at)
    select * from unnest(
      $1::uuid[], $2::integer[], $3::integer[], $4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::integer[],
      $9::timestamptz[], $10::timestamptz[]
    )
    on conflict (id) do update set
      version = excluded.version,
      price = excluded.price,
      stock = excluded.stock,
      updated_at = excluded.updated_at
    where skus.version < excluded.version`,
}

/** Stores what is newer than what is stored. */
export async function saveSkus(db: Queryable, received: readonly SkuView[]): Promise<void> {
  const views = newestById(received)
  if (views.length === 0) return
  const values = [
    views.map(({ id }) => id),
    views.map(({ version }) => version),
    views.map(({ skuNumber }) => skuNumber),
    views.map(({ productId }) => productId),
    views.map(({ code }) => code),
    views.map(({ price }) => price),
    views.map(({ currency }) => currency),
    views.map(({ stock }) => stock),
    views.map(({ createdAt }) => createdAt),
    views.map(({ updatedAt }) => updatedAt),
  ]
  await db.query({ ...statement, values })
}
