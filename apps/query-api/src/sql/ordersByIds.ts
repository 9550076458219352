import type { OrderView } from '@gavel/event-contracts'
import { orderColumns, orderOf } from './orderRow.ts'
import type { Queryable } from './queryable.ts'

const statement = { name: 'orders-by-ids', text: `select ${orderColumns} from orders where id = any($1::uuid[])` }

/** The orders that are stored, as they are now, in the order of their ids as given. */
export const createOrdersByIds =
  (db: Queryable) =>
  async (ids: readonly string[]): Promise<readonly OrderView[]> => {
    if (ids.length === 0) return []
    const { rows } = await db.query({ ...statement, values: [ids] })
    const found = new Map(rows.map(orderOf).map((order) => [order.id, order]))
    return ids.map((id) => found.get(id)).filter((order) => order !== undefined)
  }
