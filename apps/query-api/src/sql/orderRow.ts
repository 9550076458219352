import { type OrderView, orderedItem, orderStatuses } from '@gavel/event-contracts'
import { z } from 'zod'

const instant = z.date().transform((date) => date.toISOString())

const orderRow = z.object({
  id: z.string(),
  version: z.number(),
  status: z.enum(orderStatuses),
  payment: z.enum(['none', 'pending', 'declined', 'approved']),
  buyerId: z.string(),
  buyerPaddleNumber: z.number(),
  item: orderedItem,
  total: z.number(),
  currency: z.string(),
  payableUntil: instant,
  correlationId: z.string(),
  createdAt: instant,
  updatedAt: instant,
})

/** For statements: the columns of `orders` by the names of the row below. */
export const orderColumns = `
  orders.id, orders.version, orders.status, orders.payment, orders.buyer_id as "buyerId",
  orders.buyer_paddle_number as "buyerPaddleNumber", orders.item, orders.total, orders.currency,
  orders.payable_until as "payableUntil", orders.correlation_id as "correlationId",
  orders.created_at as "createdAt", orders.updated_at as "updatedAt"`

/** A row of `orders` as the view it was made from. */
export function orderOf(row: unknown): OrderView {
  const { buyerId, buyerPaddleNumber, ...facts } = orderRow.parse(row)
  return { ...facts, buyer: { id: buyerId, paddleNumber: buyerPaddleNumber } }
}
