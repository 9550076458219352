import type { OrderView } from '@gavel/event-contracts'
import { newestById } from './newest.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-orders',
  text: `
    insert into orders (
      id, version, status, payment, buyer_id, buyer_paddle_number, item, total, currency, payable_until,
      correlation_id, created_at, updated_at
    )
    select * from unnest(
      $1::uuid[], $2::integer[], $3::text[], $4::text[], $5::uuid[], $6::integer[], $7::jsonb[], $8::bigint[],
      $9::text[], $10::timestamptz[], $11::text[], $12::timestamptz[], $13::timestamptz[]
    )
    on conflict (id) do update set
      version = excluded.version,
      status = excluded.status,
      payment = excluded.payment,
      updated_at = excluded.updated_at
    where orders.version < excluded.version`,
}

/** Stores what is newer than what is stored. What was ordered, by whom and for how much never changes. */
export async function saveOrders(db: Queryable, received: readonly OrderView[]): Promise<void> {
  const views = newestById(received)
  if (views.length === 0) return
  const values = [
    views.map(({ id }) => id),
    views.map(({ version }) => version),
    views.map(({ status }) => status),
    views.map(({ payment }) => payment),
    views.map(({ buyer }) => buyer.id),
    views.map(({ buyer }) => buyer.paddleNumber),
    views.map(({ item }) => JSON.stringify(item)),
    views.map(({ total }) => total),
    views.map(({ currency }) => currency),
    views.map(({ payableUntil }) => payableUntil),
    views.map(({ correlationId }) => correlationId),
    views.map(({ createdAt }) => createdAt),
    views.map(({ updatedAt }) => updatedAt),
  ]
  await db.query({ ...statement, values })
}
