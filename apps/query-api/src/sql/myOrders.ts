import type { OrderView } from '@gavel/event-contracts'
import type { MadePlace } from './madePlace.ts'
import { orderColumns, orderOf } from './orderRow.ts'
import type { Queryable } from './queryable.ts'

const ofAnyStatus = {
  name: 'my-orders',
  text: `
    select ${orderColumns}
    from orders
    where buyer_id = $1 and (created_at, id) < ($2, $3)
    order by created_at desc, id desc
    limit $4`,
}

// Of its own, so that it can begin at the index of the status.
const ofStatus = {
  name: 'my-orders-of-status',
  text: `
    select ${orderColumns}
    from orders
    where buyer_id = $1 and (created_at, id) < ($2, $3) and status = $5
    order by created_at desc, id desc
    limit $4`,
}

/** Somebody's orders that were placed before a place, newest first. */
export async function myOrders(
  db: Queryable,
  buyerId: string,
  { status, before, limit }: { status: OrderView['status'] | undefined; before: MadePlace; limit: number },
): Promise<readonly OrderView[]> {
  const values = [buyerId, before.at, before.id, limit]
  const { rows } =
    status === undefined
      ? await db.query({ ...ofAnyStatus, values })
      : await db.query({ ...ofStatus, values: [...values, status] })
  return rows.map(orderOf)
}
