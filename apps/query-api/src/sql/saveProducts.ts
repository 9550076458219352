import type { ProductView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-products',
  text: `
    insert into products (id, version, product_number, name, sku_count, created_at, updated_at)
    select *
    from unnest($1::uuid[], $2::integer[], $3::integer[], $4::text[], $5::integer[], $6::timestamptz[], $7::timestamptz[])
    on conflict (id) do update set
      version = excluded.version,
      name = excluded.name,
      updated_at = excluded.updated_at
    where products.version < excluded.version`,
}

/** Stores what is newer than what is stored. */
export async function saveProducts(db: Queryable, received: readonly ProductView[]): Promise<void> {
  const views = newestById(received)
  if (views.length === 0) return
  const values = [
    views.map(({ id }) => id),
    views.map(({ version }) => version),
    views.map(({ productNumber }) => productNumber),
    views.map(({ name }) => name),
    views.map(({ skuCount }) => skuCount),
    views.map(({ createdAt }) => createdAt),
    views.map(({ updatedAt }) => updatedAt),
  ]
  await db.query({ ...statement, values })
}
