import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { bearer, type CommandSideFixture, type Instance, startCommandSide } from './commandSide.fixture.ts'
import { act, adminPaddle, order, shelve, statusesOf, stockOf } from './shop.fixture.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index)

describe('orders', () => {
  let fixture: CommandSideFixture
  let other: Instance
  beforeAll(async () => {
    fixture = await startCommandSide()
    other = await fixture.another()
  })
  afterAll(() => fixture.stop())

  const apps = () => [fixture.app, other.app]
  const appOf = (index: number) => apps()[index % 2] ?? fixture.app
  const expire = (orderId: string, { instance = other, dueAtMs = fixture.clock.nowMs } = {}) =>
    instance.orders.expire({
      type: 'order.expire',
      id: `order.expire:${orderId}`,
      data: { orderId, dueAt: new Date(dueAtMs).toISOString() },
      occurredAt: new Date(dueAtMs).toISOString(),
      metadata: { actor: 'service:scheduler', correlationId: orderId },
    })

  /** Killed between the provider's answer and the word of it: the attempt stands in the log, unanswered. */
  const leavePending = (orderId: string, method: string) =>
    fixture.store.append([
      {
        streamId: orderId,
        streamType: 'order',
        expectedVersion: 1,
        topic: 'order.events',
        claims: [],
        events: [
          {
            id: randomUUID(),
            type: 'order.payment_started',
            schemaVersion: 1,
            occurredAt: new Date(fixture.clock.nowMs).toISOString(),
            data: { paymentId: randomUUID(), method },
            metadata: { actor: 'service:test', correlationId: 'killed' },
          },
        ],
      },
    ])

  it('take the stock in the append that places them, by id or number of the SKU', async () => {
    const { skuId, skuNumber } = await shelve(fixture.app, { stock: 5 })
    const before = await fixture.eventCount()
    const { body, headers } = await supertest(fixture.app)
      .post('/v1/orders')
      .set({ Authorization: await bearer(7), 'X-Correlation-Id': 'from-the-browser' })
      .send({ skuId: skuNumber, quantity: 2 })
      .expect(201)
    expect(body).toEqual({
      orderId: expect.any(String),
      status: 'created',
      version: 1,
      correlationId: 'from-the-browser',
    })
    expect(headers.location).toBe(`/v1/orders/${body.orderId}`)
    expect(await fixture.eventCount()).toBe(before + 2)
    const { rows } = await fixture.pool.query(
      `select e.type, o.topic, e.xmin = o.xmin as together, e.xmin::text as transaction
       from outbox_events o join events e using (stream_id, version)
       where e.stream_id = any ($1) and e.type <> 'sku.added' order by e.type`,
      [[skuId, body.orderId]],
    )
    expect(rows).toMatchObject([
      { type: 'order.created', topic: 'order.events', together: true },
      { type: 'stock.taken', topic: 'catalog.events', together: true },
    ])
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(1)
    const [created] = await fixture.store.load(body.orderId)
    expect(created).toMatchObject({
      metadata: { correlationId: 'from-the-browser' },
      data: {
        buyer: { paddleNumber: 7 },
        item: { kind: 'sku', skuId, skuNumber, productName: 'Gavel', code: 'oak', quantity: 2, unitPrice: 1_000 },
        total: 2_000,
        currency: 'KRW',
      },
    })
    expect(await stockOf(fixture, skuId)).toMatchObject({ stock: 3, taken: 1 })
  })

  it('are refused without a trace when there is too little, nothing, or nonsense', async () => {
    const { skuId } = await shelve(fixture.app, { stock: 2, price: 900_000_000_000_000 })
    const before = await fixture.eventCount()
    const post = async (body: object) =>
      supertest(fixture.app)
        .post('/v1/orders')
        .set('Authorization', await bearer(7))
        .send(body)
    expect((await post({ skuId, quantity: 3 })).body).toMatchObject({ code: 'order_too_large', status: 422 })
    const cheap = await shelve(fixture.app, { stock: 2 })
    expect((await post({ skuId: cheap.skuId, quantity: 3 })).body).toMatchObject({
      code: 'insufficient_stock',
      status: 409,
      stock: 2,
    })
    for (const skuReference of [randomUUID(), 999_999, cheap.productId, '01', 0, -1, 1.5, 'x', null]) {
      const { status } = await post({ skuId: skuReference, quantity: 1 })
      expect([404, 422]).toContain(status)
    }
    for (const body of [
      {},
      { skuId },
      { skuId, quantity: 0 },
      { skuId, quantity: '1' },
      { skuId, quantity: 1, more: 1 },
      { skuId, quantity: 1, idempotencyKey: '' },
    ]) {
      expect((await post(body)).status).toBe(422)
    }
    await supertest(fixture.app).post('/v1/orders').send({ skuId, quantity: 1 }).expect(401)
    // But for the second product, nothing was written.
    expect(await fixture.eventCount()).toBe(before + 2)
  })

  it('sell exactly what is there to 500 buyers at once, on two instances', async () => {
    const { skuId } = await shelve(fixture.app, { stock: 100 })
    const answers = await Promise.all(
      numbers(500).map(async (index) =>
        supertest(appOf(index))
          .post('/v1/orders')
          .set('Authorization', await bearer(1_000 + index))
          .send({ skuId, quantity: 1 }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100)
    expect(answers.filter(({ body }) => body.code === 'insufficient_stock')).toHaveLength(400)
    expect(new Set(answers.flatMap(({ body }) => body.orderId ?? [])).size).toBe(100)
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 0, taken: 100, returned: 0 })
  })

  it('come about once for one key, in the header or in the body, at once and later, on two instances', async () => {
    const { skuId } = await shelve(fixture.app)
    const key = randomUUID()
    const token = await bearer(7)
    const post = (index: number) =>
      supertest(appOf(index))
        .post('/v1/orders')
        .set('Authorization', token)
        .send({ skuId, quantity: 1, idempotencyKey: key })
    const answers = await Promise.all(numbers(20).map(post))
    const done = answers.filter(({ status }) => status < 300)
    expect(done.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.every(({ status, body }) => status < 300 || body.code === 'in_progress')).toBe(true)
    const again = await post(1)
    expect(again.status).toBe(200)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(done[0]?.body)
    const other = await supertest(fixture.app)
      .post('/v1/orders')
      .set('Authorization', token)
      .send({ skuId, quantity: 2, idempotencyKey: key })
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
    await supertest(fixture.app)
      .post('/v1/orders')
      .set({ Authorization: token, 'Idempotency-Key': 'another' })
      .send({ skuId, quantity: 1, idempotencyKey: key })
      .expect(422)
    // Where the key stands, and how the SKU is named, does not make it another request.
    const inHeader = await supertest(fixture.app)
      .post('/v1/orders')
      .set({ Authorization: token, 'Idempotency-Key': key })
      .send({ quantity: 1, skuId })
    expect(inHeader.body).toEqual(again.body)
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 9, taken: 1, returned: 0 })
  })

  it('come about once for one key with Redis away', async () => {
    const { skuId } = await shelve(fixture.app)
    const alone = await Promise.all(numbers(2).map(() => fixture.another({ redisUrl: 'redis://127.0.0.1:1' })))
    const token = await bearer(7)
    const key = randomUUID()
    const answers = await Promise.all(
      numbers(6).map((index) =>
        supertest(alone[index % 2]?.app ?? fixture.app)
          .post('/v1/orders')
          .set('Authorization', token)
          .send({ skuId, quantity: 1, idempotencyKey: key }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
    expect(new Set(answers.map(({ body }) => body.orderId)).size).toBe(1)
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 9, taken: 1, returned: 0 })

    // The very last of it: who asks again is not told that it is sold out.
    const last = await shelve(fixture.app, { stock: 1 })
    const buyLast = (index: number) =>
      supertest(alone[index % 2]?.app ?? fixture.app)
        .post('/v1/orders')
        .set('Authorization', token)
        .send({ skuId: last.skuId, quantity: 1, idempotencyKey: `${key}-last` })
    const [first, second] = [await buyLast(0), await buyLast(1)]
    expect([first.status, second.status]).toEqual([201, 200])
    expect(second.body).toEqual(first.body)
  })

  it('keep no refusal under a key: the shelf may be filled again', async () => {
    const { skuId, productId } = await shelve(fixture.app, { stock: 0 })
    const token = await bearer(7)
    const post = (index: number) =>
      supertest(appOf(index))
        .post('/v1/orders')
        .set('Authorization', token)
        .send({ skuId, quantity: 1, idempotencyKey: 'the-shelf' })
    expect((await post(0)).body).toMatchObject({ code: 'insufficient_stock', stock: 0 })
    await supertest(fixture.app)
      .patch(`/v1/products/${productId}/skus/${skuId}`)
      .set('Authorization', await bearer(adminPaddle, ['administrator']))
      .send({ stockChange: 1 })
      .expect(200)
    expect((await post(1)).status).toBe(201)
    expect((await post(0)).status).toBe(200)
  })

  it('give the stock back once when they are cancelled, however often and by whom', async () => {
    const { skuId } = await shelve(fixture.app)
    const { orderId } = await order(fixture.app, skuId, { quantity: 4 })
    expect((await act(fixture.app, orderId, 'cancel', { paddle: 8 })).status).toBe(404)
    const answers = await Promise.all(
      numbers(10).map((index) =>
        act(appOf(index), orderId, 'cancel', index % 3 === 0 ? { paddle: adminPaddle, roles: ['administrator'] } : {}),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(numbers(10).map(() => 200))
    expect(answers[0]?.body).toEqual({ orderId, status: 'cancelled', version: 2 })
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 10, taken: 1, returned: 1 })
    expect((await act(fixture.app, orderId, 'pay')).body).toMatchObject({ status: 409, code: 'order_closed' })
  })

  it('are paid, declined and paid again; a paid one stays so', async () => {
    const { skuId } = await shelve(fixture.app)
    const { orderId } = await order(fixture.app, skuId)
    expect((await act(fixture.app, orderId, 'pay', { paddle: 8 })).status).toBe(404)
    const declined = await act(fixture.app, orderId, 'pay', { body: { paymentMethod: 'fake_decline' } })
    expect(declined.body).toMatchObject({ status: 402, code: 'payment_declined', orderId, version: 3 })
    expect((await act(fixture.app, orderId, 'pay')).body).toEqual({ orderId, status: 'paid', version: 5 })
    expect((await act(other.app, orderId, 'pay')).body).toEqual({ orderId, status: 'paid', version: 5 })
    expect((await act(fixture.app, orderId, 'cancel')).body).toMatchObject({
      code: 'order_closed',
      orderStatus: 'paid',
    })
    await expire(orderId)
    expect(await statusesOf(fixture, orderId)).toEqual([
      'order.created',
      'order.payment_started',
      'order.payment_declined',
      'order.payment_started',
      'order.paid',
    ])
    expect(await stockOf(fixture, skuId)).toMatchObject({ stock: 9, returned: 0 })
  })

  it('are paid, cancelled or expired, one of these, when all come at once', async () => {
    const { skuId } = await shelve(fixture.app, { stock: 100 })
    const orders = await Promise.all(numbers(20).map((index) => order(appOf(index), skuId)))
    fixture.clock.nowMs += 900_000 - 1
    await Promise.all(
      orders.flatMap(({ orderId }, index) => [
        act(appOf(index), orderId, 'pay'),
        act(appOf(index + 1), orderId, 'cancel'),
        act(appOf(index), orderId, 'cancel'),
      ]),
    )
    fixture.clock.nowMs += 1
    await Promise.all(orders.flatMap(({ orderId }) => [expire(orderId), expire(orderId)]))
    const ends = await Promise.all(orders.map(async ({ orderId }) => (await statusesOf(fixture, orderId)).at(-1)))
    const paid = ends.filter((end) => end === 'order.paid').length
    expect(ends.every((end) => end === 'order.paid' || end === 'order.cancelled' || end === 'order.expired')).toBe(true)
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 100 - paid, taken: 20, returned: 20 - paid })
  })

  it('expire when they are not paid in time, and give the stock back once', async () => {
    const { skuId } = await shelve(fixture.app)
    const { orderId } = await order(fixture.app, skuId, { quantity: 3 })
    fixture.clock.nowMs += 900_000 - 1
    await expire(orderId)
    expect(await statusesOf(fixture, orderId)).toEqual(['order.created'])
    fixture.clock.nowMs += 1
    // From this instant nobody pays, also before the scheduler has come round.
    expect((await act(fixture.app, orderId, 'pay')).body).toMatchObject({
      code: 'order_closed',
      orderStatus: 'expired',
    })
    await Promise.all(numbers(5).map(() => expire(orderId)))
    await expire(orderId)
    await expire(randomUUID())
    expect(await statusesOf(fixture, orderId)).toEqual(['order.created', 'order.expired'])
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 10, taken: 1, returned: 1 })
  })

  it('wait for a payment whose answer was never heard, and ask about it before they expire', async () => {
    const { skuId } = await shelve(fixture.app)
    const hanging = await order(fixture.app, skuId)
    const pending = await act(fixture.app, hanging.orderId, 'pay', { body: { paymentMethod: 'fake_timeout' } })
    expect(pending.status).toBe(202)
    expect(pending.body).toEqual({ orderId: hanging.orderId, status: 'created', payment: 'pending', version: 2 })
    // It is the same payment that is asked about.
    const again = await act(fixture.app, hanging.orderId, 'pay', { body: { paymentMethod: 'fake_timeout' } })
    expect(again.body).toEqual(pending.body)

    const taken = await order(fixture.app, skuId)
    await leavePending(taken.orderId, 'fake_approve')
    fixture.clock.nowMs += 900_000
    await Promise.all([expire(hanging.orderId), expire(taken.orderId), expire(hanging.orderId)])
    expect((await statusesOf(fixture, hanging.orderId)).slice(2)).toEqual(['order.payment_declined', 'order.expired'])
    expect((await statusesOf(fixture, taken.orderId)).slice(2)).toEqual(['order.paid'])
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 9, taken: 2, returned: 1 })
  })

  it('are cancelled while a payment hangs, which is withdrawn; what was taken by then stays paid', async () => {
    const { skuId } = await shelve(fixture.app)
    const hanging = await order(fixture.app, skuId)
    expect((await act(fixture.app, hanging.orderId, 'pay', { body: { paymentMethod: 'fake_timeout' } })).status).toBe(
      202,
    )
    const answers = await Promise.all(numbers(4).map((index) => act(appOf(index), hanging.orderId, 'cancel')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await statusesOf(fixture, hanging.orderId)).slice(2)).toEqual(['order.payment_declined', 'order.cancelled'])
    expect(await stockOf(fixture, skuId)).toEqual({ stock: 10, taken: 1, returned: 1 })

    const taken = await order(fixture.app, skuId)
    await leavePending(taken.orderId, 'fake_approve')
    expect((await act(fixture.app, taken.orderId, 'cancel')).body).toMatchObject({
      code: 'order_closed',
      orderStatus: 'paid',
    })
    expect((await statusesOf(fixture, taken.orderId)).at(-1)).toBe('order.paid')
  })

  it('are not said to be pending by a payment that answers after the order was cancelled', async () => {
    const { skuId } = await shelve(fixture.app)
    const { orderId } = await order(fixture.app, skuId)
    const hanging = act(fixture.app, orderId, 'pay', { body: { paymentMethod: 'fake_timeout' } })
    const late = hanging.then(({ body }) => body)
    while (!(await statusesOf(fixture, orderId)).includes('order.payment_started')) await new Promise(setImmediate)
    expect((await act(other.app, orderId, 'cancel')).status).toBe(200)
    expect(await late).toMatchObject({ status: 409, code: 'order_closed', orderStatus: 'cancelled' })
  })

  it('are paid by a method that there is', async () => {
    const { skuId } = await shelve(fixture.app)
    const { orderId } = await order(fixture.app, skuId)
    const answer = await act(fixture.app, orderId, 'pay', { body: { paymentMethod: 'bogus' } })
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'paymentMethod' }] })
    expect(await statusesOf(fixture, orderId)).toEqual(['order.created'])
  })

  it('are for nobody to pay where no provider is configured', async () => {
    const { app } = await fixture.another({ orders: { paymentProvider: 'none' } })
    const { skuId } = await shelve(app)
    const { orderId } = await order(app, skuId)
    expect((await act(app, orderId, 'pay')).body).toMatchObject({ status: 503, code: 'payment_unavailable' })
    expect(await statusesOf(fixture, orderId)).toEqual(['order.created'])
  })

  it('are not found under the ids of other things', async () => {
    const { skuId, productId } = await shelve(fixture.app)
    for (const id of [skuId, productId, randomUUID(), '7', 'x']) {
      expect((await act(fixture.app, id, 'pay')).status).toBe(404)
      expect((await act(fixture.app, id, 'cancel')).status).toBe(404)
    }
    const { orderId } = await order(fixture.app, skuId)
    await supertest(fixture.app)
      .post(`/v1/auctions/${orderId}/bids`)
      .set('Authorization', await bearer(7))
      .send({ type: 'exact', amount: 1_000 })
      .expect(404)
  })
})
