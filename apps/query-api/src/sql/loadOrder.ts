import type { OrderView } from '@gavel/event-contracts'
import { orderColumns, orderOf } from './orderRow.ts'
import type { Queryable } from './queryable.ts'

const statement = { name: 'load-order', text: `select ${orderColumns} from orders where id = $1` }

export async function loadOrder(db: Queryable, id: string): Promise<OrderView | undefined> {
  const { rows } = await db.query({ ...statement, values: [id] })
  return rows.map(orderOf)[0]
}
