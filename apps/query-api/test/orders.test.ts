import { randomUUID } from 'node:crypto'
import { type OrderView, orderViewToWire, topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { createMetrics } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { startOrderMaterialiser } from '../src/views.ts'
import { administrator, atSecond, bidder } from './lots.ts'
import { order, orderOfLot, product } from './shopViews.ts'
import { bearer, createWorld, logger, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const [me, other] = [bidder(1), bidder(2)]
const get = async (path: string, actor = me) =>
  request(world.app.http)
    .get(path)
    .set('Authorization', await bearer(actor))
const store = (...views: readonly OrderView[]) => world.app.materialiseOrders(views)
const shown = (view: OrderView) => ({ ...view, userId: view.buyer.id })

describe('an order', () => {
  const ofShop = order({ total: 1_000_000_000_000_000 })
  const ofLot = orderOfLot({ auctionId: randomUUID(), saleId: randomUUID(), lotNumber: 7 }, { payment: 'declined' })
  beforeAll(() => store(ofShop, ofLot))

  it.each([ofShop, ofLot])('is read by its buyer and by administrators', async (view) => {
    for (const actor of [me, administrator]) {
      const { status, body, headers } = await get(`/v1/orders/${view.id}`, actor)
      expect({ status, body, etag: headers.etag }).toEqual({ status: 200, body: shown(view), etag: '"1"' })
    }
    const known = (await get(`/v1/orders/${view.id.toUpperCase()}`)).body
    expect(known).toEqual(shown(view))
    const token = await bearer(me)
    const again = request(world.app.http).get(`/v1/orders/${view.id}`).set('Authorization', token)
    expect((await again.set('If-None-Match', '"1"')).status).toBe(304)
  })

  it('is not there for anybody else, nor by waiting', async () => {
    const { status, body } = await get(`/v1/orders/${ofShop.id}`, other)
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
    const [hidden, absent] = await Promise.all([
      get(`/v1/orders/${ofShop.id}?atLeast=1`, other),
      get(`/v1/orders/${randomUUID()}?atLeast=1`, other),
    ])
    expect([hidden.status, hidden.body.code]).toEqual([202, 'not_yet'])
    expect([absent.status, absent.body.code]).toEqual([202, 'not_yet'])
    expect((await request(world.app.http).get(`/v1/orders/${ofShop.id}`)).body.code).toBe('token_missing')
  })

  it.each(['1', 'x', '%00', randomUUID()])('that is not there is 404: %s', async (id) => {
    const { status, body } = await get(`/v1/orders/${id}`, administrator)
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
  })

  it('is waited for by whoever knows its version, and is never older than it was', async () => {
    const first = order()
    const waiting = get(`/v1/orders/${first.id}?atLeast=2`)
    await store(first)
    await store({ ...first, version: 2, payment: 'pending' })
    expect((await waiting).body).toMatchObject({ version: 2, payment: 'pending', status: 'created' })
    const paid: OrderView = { ...first, version: 3, status: 'paid', payment: 'approved', updatedAt: atSecond(500) }
    await store(first, paid, { ...first, version: 2 })
    await store(first)
    expect((await get(`/v1/orders/${first.id}`)).body).toEqual(shown(paid))
    expect((await get(`/v1/orders/${first.id}?atLeast=4`)).status).toBe(202)
    expect((await get(`/v1/orders/${first.id}?atLeast=x`)).status).toBe(422)
  })

  it('is only read here', async () => {
    for (const path of [`/v1/orders/${ofShop.id}`, '/v1/me/orders']) {
      const { status, headers } = await request(world.app.http).post(path).send({})
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
    }
  })

  it('comes by its topic', async () => {
    const { addresses, topicPrefix } = world.scope
    const messaging = createMessaging({ brokers: addresses.kafkaBrokers, clientId: 'test', topicPrefix, logger })
    await messaging.ensureTopics(topicSpecs)
    const producer = await messaging.createProducer()
    const onFatal = (error: unknown): void => logger.fatal({ err: error }, 'a consumer failed')
    await startOrderMaterialiser({ app: world.app, pool: world.pool, messaging, onFatal })
    const data = order()
    const metadata = { actor: 'service:test', correlationId: data.correlationId }
    await producer.send([orderViewToWire({ type: 'order.view', data, metadata })])
    await until('it is stored', async () => (await get(`/v1/orders/${data.id}`)).status === 200)
    expect((await get(`/v1/orders/${data.id}`)).body).toEqual(shown(data))
    await messaging.stop()
  })
})

it('the views of the shop are counted, and how long they took', async () => {
  const registry = createMetrics('query-api')
  const { materialiseOrders, materialiseCatalog } = world.instance({ registry })
  await materialiseOrders([order(), order()])
  const data = product()
  await materialiseCatalog([{ type: 'product.view', data }])
  const text = await registry.metrics()
  expect(text).toMatch(/^query_views_total\{.*type="order.view".*\} 2$/m)
  expect(text).toMatch(/^query_views_total\{.*type="product.view".*\} 1$/m)
  expect(text).toMatch(/^query_event_to_visible_seconds_count\{.*type="order.view".*\} 2$/m)
})

describe('my orders', () => {
  const someone = bidder(9)
  const buyer = { id: someone.id, paddleNumber: someone.paddleNumber }
  const statuses = ['created', 'paid', 'created', 'expired', 'cancelled', 'created'] as const
  // Two of the same millisecond, too.
  const mine = statuses.map((status, index) => order({ buyer, status, createdAt: atSecond(Math.max(index, 2)) }))
  const newestFirst = mine.toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? 1 : -1))
  beforeAll(() => store(...mine, order()))

  async function paged(query: string): Promise<unknown[]> {
    const items: unknown[] = []
    for (let cursor = ''; ; ) {
      const { status, body } = await get(`/v1/me/orders?${query}${cursor}`, someone)
      expect(status).toBe(200)
      items.push(...body.items)
      if (body.nextCursor === null) return items
      cursor = `&cursor=${body.nextCursor}`
    }
  }

  it.each([1, 2, 5, 6, 100])('come in pages of %d, the newest first, without doubles and gaps', async (limit) => {
    expect(await paged(`limit=${limit}`)).toEqual(newestFirst.map(shown))
  })

  it.each([...new Set(statuses)])('come of one status: %s', async (status) => {
    const expected = newestFirst.filter((view) => view.status === status).map(shown)
    expect(await paged(`limit=1&status=${status}`)).toEqual(expected)
  })

  it.each(['limit=0', 'cursor=x', 'status=CREATED', 'status=', 'unknown=1'])('are not told for %s', async (query) => {
    const { status, body } = await get(`/v1/me/orders?${query}`)
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
  })

  it('are asked for with a token', async () => {
    const { status, body } = await request(world.app.http).get('/v1/me/orders')
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'token_missing' })
  })
})
