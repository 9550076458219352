import type { SkuFact } from '@gavel/event-contracts'
import type express from 'express'
import supertest from 'supertest'
import { z } from 'zod'
import { bearer, type CommandSideFixture } from './commandSide.fixture.ts'

const product = z.object({
  id: z.string(),
  productNumber: z.number(),
  skus: z.array(z.object({ id: z.string(), skuNumber: z.number(), stock: z.number() })),
})

export const adminPaddle = 99

/** A product of one SKU on the shelf. */
export async function shelve(app: express.Express, { stock = 10, price = 1_000 } = {}) {
  const { body } = await supertest(app)
    .post('/v1/products')
    .set('Authorization', await bearer(adminPaddle, ['administrator']))
    .send({ name: 'Gavel', skus: [{ code: 'oak', price, currency: 'KRW', stock }] })
    .expect(201)
  const { id, productNumber, skus } = product.parse(body)
  const [sku] = skus
  if (sku === undefined) throw new Error('a SKU was asked for')
  return { productId: id, productNumber, skuId: sku.id, skuNumber: sku.skuNumber }
}

/** What is there by the log, and what its facts say of it. */
export async function stockOf({ store }: CommandSideFixture, skuId: string) {
  const facts = (await store.load(skuId)).map(({ type, data }) => ({ type, ...stockFact.parse(data) }))
  const count = (type: SkuFact['type']) => facts.filter((fact) => fact.type === type).length
  return { stock: facts.at(-1)?.stock, taken: count('stock.taken'), returned: count('stock.returned') }
}

const stockFact = z.object({ stock: z.number() })

const placed = z.object({ orderId: z.string(), version: z.number() })

/** Places an order for the holder of the paddle, who must be able to. */
export async function order(app: express.Express, skuId: string | number, { paddle = 7, quantity = 1 } = {}) {
  const { body } = await supertest(app)
    .post('/v1/orders')
    .set('Authorization', await bearer(paddle))
    .send({ skuId, quantity })
    .expect(201)
  return placed.parse(body)
}

export async function act(
  app: express.Express,
  orderId: string,
  action: 'pay' | 'cancel',
  { paddle = 7, body = {}, roles }: { paddle?: number; body?: object; roles?: ('administrator' | 'bidder')[] } = {},
) {
  return supertest(app)
    .post(`/v1/orders/${orderId}/${action}`)
    .set('Authorization', await bearer(paddle, roles))
    .send(body)
}

export const statusesOf = async ({ store }: CommandSideFixture, orderId: string): Promise<readonly string[]> =>
  (await store.load(orderId)).map(({ type }) => type)
