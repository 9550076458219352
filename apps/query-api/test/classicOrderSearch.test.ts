import type { OrderView } from '@gavel/event-contracts'
import type { Actor } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { administrator, atSecond, bidder } from './lots.ts'
import { newOrder, newSku, ofLot, ofSku } from './searchedOrders.ts'
import { createSearchWorld, type SearchWorld } from './searchWorld.ts'
import { bearer } from './world.ts'

let world: SearchWorld
const [mine, theirs] = [bidder(1), bidder(2)]
const buyerOf = ({ id, paddleNumber }: Actor) => ({ id, paddleNumber })
const sku = newSku()
const paid = newOrder({
  buyer: buyerOf(mine),
  item: ofSku(sku, 3),
  status: 'paid',
  correlationId: 'c-1',
  createdAt: atSecond(1),
})
const another = newOrder({ buyer: buyerOf(mine), correlationId: 'c-2', createdAt: atSecond(2) })
const ofMyLot = newOrder({ buyer: buyerOf(mine), item: ofLot(5), correlationId: 'c-1', createdAt: atSecond(3) })
const notMine = newOrder({ buyer: buyerOf(theirs), item: ofSku(sku), createdAt: atSecond(4) })

beforeAll(async () => {
  world = await createSearchWorld()
  await world.takeOrders([paid, another, ofMyLot, notMine])
})
afterAll(() => world.drop())

async function get(query: string, options: { actor?: Actor; app?: SearchWorld['app'] } = {}) {
  const { actor, app = world.app } = options
  return request(app.http)
    .get(`/search/orders${query}`)
    .set(actor === undefined ? {} : { Authorization: await bearer(actor) })
}

async function ids(query: string, actor?: Actor): Promise<readonly string[]> {
  const { status, body } = await get(query, actor === undefined ? {} : { actor })
  expect({ status, body }).toMatchObject({ status: 200 })
  return body.map(({ orderId }: { orderId: string }) => orderId)
}

const idsOf = (...orders: readonly OrderView[]) => orders.map(({ id }) => id)

describe('GET /search/orders', () => {
  it.each([
    [`?userId=${mine.paddleNumber}`, idsOf(another, paid)],
    [`?userId=${mine.id}`, idsOf(another, paid)],
    [`?skuId=${sku.number}`, idsOf(notMine, paid)],
    [`?skuId=${sku.number}&userId=${mine.paddleNumber}&colour=red`, idsOf(paid)],
    ['?correlationId=c-1&userId=&skuId=', idsOf(paid)],
    ['?correlationId=nobody', []],
  ])('finds the shop’s orders, the newest first: %s', async (query, found) => {
    expect(await ids(query)).toEqual(found)
    expect(await ids(query)).toEqual(found)
  })

  it('shows them as that service did', async () => {
    const { body } = await get('?correlationId=c-1')
    expect(body).toEqual([
      {
        orderId: paid.id,
        skuId: sku.number,
        quantity: 3,
        userId: mine.paddleNumber,
        status: 'PAID',
        correlationId: 'c-1',
        createdAt: atSecond(1),
      },
    ])
  })

  it('finds one’s own with a token, all for administrators', async () => {
    expect(await ids(`?skuId=${sku.number}`, mine)).toEqual(idsOf(paid))
    expect(await ids(`?userId=${mine.paddleNumber}`, mine)).toEqual(idsOf(another, paid))
    expect(await ids(`?skuId=${sku.number}`, administrator)).toEqual(idsOf(notMine, paid))
    expect(await get(`?userId=${theirs.paddleNumber}`, { actor: mine })).toMatchObject({ status: 403 })
  })

  it('asks for a token where the classic routes are not open', async () => {
    const app = world.instance({ openBidding: false })
    const { status, body } = await get(`?skuId=${sku.number}`, { app })
    expect({ status, body }).toMatchObject({ status: 401, body: { status: 401, error: 'Unauthorized' } })
    expect(await get(`?skuId=${sku.number}`, { app, actor: mine })).toMatchObject({ status: 200 })
  })

  it.each([
    ['', 'userId, skuId or correlationId is needed'],
    ['?userId=', 'userId, skuId or correlationId is needed'],
    ['?userId=bob', 'userId: '],
    ['?skuId=-1', 'skuId: '],
    ['?correlationId=a%20b', 'correlationId: '],
  ])('refuses %j as that service did', async (query, message) => {
    const { status, body } = await get(query)
    expect(status).toBe(400)
    expect(body).toEqual({
      timestamp: expect.any(String),
      status: 400,
      error: 'Bad Request',
      message: expect.stringContaining(message),
      path: '/search/orders',
      correlationId: expect.any(String),
    })
  })

  it('is for reading alone', async () => {
    const { body } = await request(world.app.http).post('/search/orders').expect(405)
    expect(body).toMatchObject({ status: 405, path: '/search/orders' })
  })
})
