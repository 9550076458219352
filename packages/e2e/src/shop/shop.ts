import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import { z } from 'zod'
import type { Gavel } from '../gavel.ts'
import { type Answer, send } from '../http.ts'
import { administratorsPaddle, as } from '../people.ts'

const sku = z.object({ id: z.uuid(), skuNumber: z.int(), code: z.string(), stock: z.int(), version: z.int() })
const product = z.object({ id: z.uuid(), productNumber: z.int(), version: z.int(), skus: z.array(sku) })

export type Shelf = { productId: string; productNumber: number; skuId: string; skuNumber: number }

/** A product of one SKU, so much of it. */
export async function shelve(gavel: Gavel, stock: number): Promise<Shelf> {
  const skus = [{ code: 'oak', price: 1_000, currency: 'JPY', stock }]
  const answer = await as(gavel, administratorsPaddle).post('products', { name: `Gavel ${randomUUID()}`, skus })
  if (answer.status !== 201) throw new Error(`adding a product answered ${answer.status}: ${answer.text}`)
  const added = product.parse(answer.body)
  const [only] = added.skus
  if (only === undefined) throw new Error('a SKU was asked for')
  return { productId: added.id, productNumber: added.productNumber, skuId: only.id, skuNumber: only.skuNumber }
}

/** What is there, as the read side shows it. */
export async function stockShown(gavel: Gavel, { productId }: Shelf, baseUrl = gavel.webUrl): Promise<number> {
  const answer = await send(`${baseUrl}/v1/products/${productId}`)
  if (answer.status !== 200) throw new Error(`reading the product answered ${answer.status}: ${answer.text}`)
  return (
    z.object({ skus: z.array(z.object({ stock: z.int() })).length(1) }).parse(answer.body).skus[0]?.stock ?? Number.NaN
  )
}

export const orderShown = z.looseObject({
  id: z.uuid(),
  version: z.int(),
  status: z.enum(['created', 'paid', 'cancelled', 'expired']),
  payment: z.string(),
  userId: z.uuid(),
  total: z.int(),
  correlationId: z.string(),
})
const ordersFound = z.object({ items: z.array(orderShown), total: z.int(), nextCursor: z.string().nullable() })

/** What `paddle` finds. */
export async function searchOrders(gavel: Gavel, paddle: number, query: string, baseUrl = gavel.webUrl) {
  const answer = await as(gavel, paddle, baseUrl).get(`search/orders?${query}`)
  if (answer.status !== 200) throw new Error(`the search answered ${answer.status}: ${answer.text}`)
  return ordersFound.parse(answer.body)
}

const placed = z.object({
  orderId: z.uuid(),
  status: z.literal('created'),
  version: z.int(),
  correlationId: z.string(),
})

export const orderIn = (answer: Answer): z.output<typeof placed> => placed.parse(answer.body)

export const order = (
  gavel: Gavel,
  paddle: number,
  body: { skuId: string | number; quantity: number; idempotencyKey?: string },
) => as(gavel, paddle).post('orders', body)

/** One that must come about. */
export async function placeOrder(gavel: Gavel, paddle: number, { skuId }: Shelf, quantity = 1) {
  const answer = await order(gavel, paddle, { skuId, quantity })
  if (answer.status !== 201) throw new Error(`ordering answered ${answer.status}: ${answer.text}`)
  return orderIn(answer)
}

const amounts = z.object({ stock: z.int() })

/**
 * Invariant 11, by the log: stock is never negative, what is there and what is ordered make up what there was, and each
 * order took its stock once and gave it back once if it ended. Gives the orders that stand.
 */
export async function checkStock(gavel: Gavel, { skuId }: Shelf, initial: number): Promise<readonly string[]> {
  const { rows } = await gavel.database.query<{ type: string; data: unknown }>(
    'select type, data from command.events where stream_id = $1 order by version',
    [skuId],
  )
  const taken = new Map<string, number>()
  let stock = initial
  for (const { type, data } of rows) {
    if (type === 'stock.taken' || type === 'stock.returned') {
      const { orderId, quantity } = z.object({ orderId: z.uuid(), quantity: z.int().positive() }).parse(data)
      expect(taken.has(orderId)).toBe(type === 'stock.returned')
      if (type === 'stock.taken') taken.set(orderId, quantity)
      else taken.delete(orderId)
      stock += type === 'stock.taken' ? -quantity : quantity
    }
    expect(stock).toBeGreaterThanOrEqual(0)
    expect(amounts.parse(data).stock).toBe(stock)
  }
  const standing = await gavel.database.query<{ stream_id: string }>(
    `select distinct stream_id from command.events created
     where type = 'order.created' and data->'item'->>'skuId' = $1
       and not exists (select from command.events e where e.stream_id = created.stream_id and e.type in ('order.cancelled', 'order.expired'))`,
    [skuId],
  )
  const orderIds = standing.rows.map((row) => row.stream_id)
  expect(new Set(orderIds)).toEqual(new Set(taken.keys()))
  return orderIds
}
