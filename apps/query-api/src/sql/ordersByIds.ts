import type { OrderView } from '@gavel/event-contracts'
import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = { name: 'orders-by-ids', text: 'select id, data from orders where id = any($1::uuid[])' }

const row = z.object({ id: z.string(), data: z.custom<OrderView>() })

/** The orders that are stored, as they are now, in the order of their ids as given. */
export const createOrdersByIds =
  (db: Queryable) =>
  async (ids: readonly string[]): Promise<readonly OrderView[]> => {
    if (ids.length === 0) return []
    const { rows } = await db.query({ ...statement, values: [ids] })
    const found = new Map(rows.map((each) => row.parse(each)).map(({ id, data }) => [id, data]))
    return ids.map((id) => found.get(id)).filter((order) => order !== undefined)
  }
