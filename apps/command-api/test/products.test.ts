import { randomUUID } from 'node:crypto'
import { readCatalogFact, stockMax } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, type Instance, startCommandSide } from './commandSide.fixture.ts'
import { order, shelve } from './shop.fixture.ts'

let side: CommandSideFixture
let other: Instance
let root: string
let bidder: string

beforeAll(async () => {
  side = await startCommandSide()
  other = await side.another()
  root = await bearer(100, ['bidder', 'administrator'])
  bidder = await bearer(102)
})
afterAll(() => side.stop())

function send(method: 'post' | 'patch' | 'put', path: string, body: unknown, token = root, app = side.app) {
  const sending = request(app)[method](path)
  if (token !== '') sending.set('Authorization', token)
  return sending.set('Content-Type', 'application/json').send(JSON.stringify(body))
}

async function logOf(id: string) {
  const events = await side.store.load(id)
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
  return events.map(({ type, schemaVersion, data }) => readCatalogFact(type, schemaVersion, data))
}

async function unchanged(act: () => Promise<unknown>): Promise<void> {
  const before = await side.eventCount()
  await act()
  expect(await side.eventCount()).toBe(before)
}

const oak = { code: 'oak', price: 39_000, currency: 'KRW', stock: 100 }
const ash = { code: 'ash', price: 29_000, currency: 'KRW', stock: 0 }

describe('POST /v1/products', () => {
  it('adds a product and its SKUs in one append, for the topic of the catalogue', async () => {
    const { status, body, headers } = await send('post', '/v1/products', { name: '  의사봉 ', skus: [oak, ash] })
    const shown = { id: expect.any(String), skuNumber: expect.any(Number), version: 1 }
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.any(String),
        productNumber: expect.any(Number),
        name: '의사봉',
        version: 1,
        skus: [
          { ...shown, ...oak },
          { ...shown, ...ash },
        ],
      },
    })
    const { id, productNumber, skus } = body
    expect(headers.location).toBe(`/v1/products/${id}`)
    expect(await logOf(id)).toEqual([
      { type: 'product.added', data: { productNumber, name: '의사봉', skuCount: skus.length } },
    ])
    for (const [index, sku] of [oak, ash].entries()) {
      const { id: skuId, skuNumber } = skus[index]
      expect(await logOf(skuId)).toEqual([{ type: 'sku.added', data: { skuNumber, productId: id, ...sku } }])
    }
    const { rows } = await side.pool.query(
      `select stream_type as type, topic, metadata->>'actor' like 'user:%' as by_somebody,
         events.xmin::text as transaction
       from streams join events using (stream_id) join outbox_events using (stream_id)
       where stream_id = any ($1) order by stream_type`,
      [[id, ...skus.map((sku: { id: string }) => sku.id)]],
    )
    const row = { topic: 'catalog.events', by_somebody: true }
    expect(rows).toMatchObject([
      { type: 'product', ...row },
      { type: 'sku', ...row },
      { type: 'sku', ...row },
    ])
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(1)
  })

  it('takes none, and a hundred SKUs', async () => {
    for (const body of [{ name: 'None' }, { name: 'None', skus: [] }]) {
      expect(await send('post', '/v1/products', body)).toMatchObject({ status: 201, body: { skus: [] } })
    }
    const skus = Array.from({ length: 100 }, (_, index) => ({ ...oak, code: `no-${index}` }))
    const before = await side.eventCount()
    const { status, body } = await send('post', '/v1/products', { name: 'Many', skus })
    expect({ status, count: body.skus.length }).toEqual({ status: 201, count: 100 })
    const numbers: readonly number[] = body.skus.map(({ skuNumber }: { skuNumber: number }) => skuNumber)
    expect(new Set(numbers).size).toBe(100)
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
    expect(await side.eventCount()).toBe(before + 101)
  })

  it.each([
    ['no name', { skus: [] }, 'name'],
    ['an empty name', { name: '  ', skus: [] }, 'name'],
    ['a name too long', { name: 'n'.repeat(201) }, 'name'],
    ['a name with NUL', { name: 'a\u0000b' }, 'name'],
    ['one code twice', { name: 'A', skus: [oak, { ...ash, code: 'oak' }] }, 'skus'],
    ['101 SKUs', { name: 'A', skus: Array.from({ length: 101 }, (_, i) => ({ ...oak, code: `c${i}` })) }, 'skus'],
    ['a code with a colon', { name: 'A', skus: [{ ...oak, code: 'a:b' }] }, 'skus.0.code'],
    ['a price of nothing', { name: 'A', skus: [{ ...oak, price: 0 }] }, 'skus.0.price'],
    ['a price in fractions', { name: 'A', skus: [{ ...oak, price: 1.5 }] }, 'skus.0.price'],
    ['no currency', { name: 'A', skus: [{ ...oak, currency: undefined }] }, 'skus.0.currency'],
    ['a currency that is none', { name: 'A', skus: [{ ...oak, currency: 'XXQ' }] }, 'skus.0.currency'],
    ['less than nothing', { name: 'A', skus: [{ ...oak, stock: -1 }] }, 'skus.0.stock'],
    ['too much', { name: 'A', skus: [{ ...oak, stock: stockMax + 1 }] }, 'skus.0.stock'],
    ['an unknown field', { name: 'A', color: 'red' }, 'color'],
    ['an unknown field of a SKU', { name: 'A', skus: [{ ...oak, color: 'red' }] }, 'skus.0.color'],
    ['a list', [], ''],
  ])('refuses %s, and changes nothing', (_, body, path) =>
    unchanged(async () => {
      const answer = await send('post', '/v1/products', body)
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input', errors: [{ path }] } })
    }),
  )
})

describe('PATCH /v1/products/{id}', () => {
  it('renames it, by id or by number; twice the same name is done once', async () => {
    const { productId: id, productNumber } = await shelve(side.app)
    for (const reference of [id, productNumber, id.toUpperCase()]) {
      const { status, body } = await send('patch', `/v1/products/${reference}`, { name: ' Oiled ' })
      expect({ status, body }).toEqual({ status: 200, body: { id, productNumber, name: 'Oiled', version: 2 } })
    }
    expect(await logOf(id)).toHaveLength(2)
  })

  it('refuses bad input, and what is no product', async () => {
    const { productId, skuId } = await shelve(side.app)
    await unchanged(async () => {
      for (const body of [{}, { name: '' }, { name: 'A', skus: [] }, { name: null }, []]) {
        expect(await send('patch', `/v1/products/${productId}`, body)).toMatchObject({ status: 422 })
      }
      for (const id of [skuId, randomUUID(), 2_147_483_647, 99_999_999_999, 0, '01', 'x', '%00']) {
        const { status, body } = await send('patch', `/v1/products/${id}`, { name: 'A' })
        expect({ id, status, code: body.code }).toEqual({ id, status: 404, code: 'not_found' })
      }
    })
  })
})

describe('POST /v1/products/{id}/skus', () => {
  it('adds one, by id or by number of the product', async () => {
    const { productId, productNumber } = await shelve(side.app)
    for (const [index, reference] of [productId, productNumber].entries()) {
      const sku = { ...ash, code: `ash-${index}` }
      const { status, body, headers } = await send('post', `/v1/products/${reference}/skus`, sku)
      const id = expect.any(String)
      expect({ status, body }).toEqual({
        status: 201,
        body: { id, skuNumber: expect.any(Number), ...sku, version: 1 },
      })
      expect(headers.location).toBe(`/v1/products/${productId}/skus/${body.id}`)
      expect(await logOf(body.id)).toMatchObject([{ type: 'sku.added', data: { productId, ...sku } }])
    }
  })

  it('takes each code once in a product, also when it came with it', async () => {
    const { productId } = await shelve(side.app)
    await unchanged(async () => {
      const { status, body } = await send('post', `/v1/products/${productId}/skus`, { ...ash, code: 'oak' })
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'sku_exists' })
      expect(body.detail).toContain('oak')
    })
    const { productId: another } = await shelve(side.app)
    expect((await send('post', `/v1/products/${another}/skus`, ash)).status).toBe(201)
    expect((await send('post', `/v1/products/${productId}/skus`, ash)).status).toBe(201)
  })

  it('takes a code once, however many ask at once, on two instances', async () => {
    const { productId } = await shelve(side.app)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        send('post', `/v1/products/${productId}/skus`, ash, root, index % 2 === 0 ? side.app : other.app),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'sku_exists')).toHaveLength(19)
  })

  it('refuses bad input, and what is no product', async () => {
    const { productId, skuId } = await shelve(side.app)
    await unchanged(async () => {
      for (const body of [{}, { ...ash, stock: -1 }, { ...ash, more: 1 }, { ...ash, code: '' }, []]) {
        expect(await send('post', `/v1/products/${productId}/skus`, body)).toMatchObject({ status: 422 })
      }
      for (const id of [skuId, randomUUID(), 2_147_483_647, 'x']) {
        expect(await send('post', `/v1/products/${id}/skus`, ash)).toMatchObject({ status: 404 })
      }
    })
  })
})

describe('PATCH /v1/products/{id}/skus/{skuId}', () => {
  it('changes price and stock, by ids or by numbers', async () => {
    const { productId, productNumber, skuId, skuNumber } = await shelve(side.app, { stock: 10, price: 1_000 })
    const revise = (product: string | number, sku: string | number, body: object) =>
      send('patch', `/v1/products/${product}/skus/${sku}`, body)
    const both = await revise(productNumber, skuNumber, { price: 1_200, stockChange: -4 })
    const sku = { id: skuId, skuNumber, code: 'oak', currency: 'KRW' }
    expect({ status: both.status, body: both.body }).toEqual({
      status: 200,
      body: { ...sku, price: 1_200, stock: 6, version: 3 },
    })
    expect((await revise(productId, skuId, { stockChange: 4 })).body).toMatchObject({ stock: 10, version: 4 })
    expect((await revise(productId, skuNumber, { price: 1_200 })).body).toMatchObject({ price: 1_200, version: 4 })
    expect(await logOf(skuId)).toMatchObject([
      { type: 'sku.added' },
      { type: 'sku.repriced', data: { price: 1_200 } },
      { type: 'stock.adjusted', data: { change: -4, stock: 6 } },
      { type: 'stock.adjusted', data: { change: 4, stock: 10 } },
    ])
  })

  it('takes no more than is there, and puts in no more than there may be', async () => {
    const { productId, skuId } = await shelve(side.app, { stock: 10 })
    await order(side.app, skuId, { quantity: 3 })
    const path = `/v1/products/${productId}/skus/${skuId}`
    await unchanged(async () => {
      const less = await send('patch', path, { price: 5, stockChange: -8 })
      expect(less).toMatchObject({ status: 409, body: { code: 'insufficient_stock', stock: 7, instance: path } })
      const more = await send('patch', path, { stockChange: stockMax })
      expect(more).toMatchObject({ status: 422, body: { code: 'invalid_input', errors: [{ path: 'stockChange' }] } })
    })
    expect((await send('patch', path, { stockChange: -7 })).body).toMatchObject({ stock: 0 })
  })

  it('counts each change once when two instances make many at once, and never goes below nothing', async () => {
    const { productId, skuId } = await shelve(side.app, { stock: 20 })
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const app = index % 2 === 0 ? side.app : other.app
        const stockChange = index % 3 === 0 ? 1 : -2
        return send('patch', `/v1/products/${productId}/skus/${skuId}`, { stockChange }, root, app)
      }),
    )
    const taken = answers.filter(({ status }, index) => status === 200 && index % 3 !== 0).length
    const refused = answers.filter(({ body }) => body.code === 'insufficient_stock').length
    // 20 came in at once; all of it can not have gone in twos before.
    expect(answers.filter(({ status }, index) => status === 200 && index % 3 === 0)).toHaveLength(20)
    expect(taken + refused).toBe(40)
    const facts = await logOf(skuId)
    const stocks = facts.flatMap((fact) => ('stock' in fact.data ? [fact.data.stock] : []))
    expect(facts).toHaveLength(1 + 20 + taken)
    expect(Math.min(...stocks)).toBeGreaterThanOrEqual(0)
    expect(stocks.at(-1)).toBe(20 + 20 - 2 * taken)
  })

  it('refuses bad input, what is no SKU, and a SKU of another product', async () => {
    const { productId, skuId } = await shelve(side.app)
    const another = await shelve(side.app)
    await unchanged(async () => {
      const bodies = [
        {},
        { price: 0 },
        { stockChange: 0.5 },
        { stockChange: -stockMax - 1 },
        { price: 5, code: 'b' },
        { stock: 5 },
        { price: null },
        [],
      ]
      for (const body of bodies) {
        expect(await send('patch', `/v1/products/${productId}/skus/${skuId}`, body)).toMatchObject({ status: 422 })
      }
      const none = [productId, another.skuId, another.skuNumber, randomUUID(), 2_147_483_647, 'x']
      for (const id of none) {
        const answer = await send('patch', `/v1/products/${productId}/skus/${id}`, { price: 5 })
        expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
      }
      const elsewhere = await send('patch', `/v1/products/${randomUUID()}/skus/${skuId}`, { price: 5 })
      expect(elsewhere.status).toBe(404)
    })
  })
})

describe('an Idempotency-Key', () => {
  const forget = (key: string) => side.redis.del(`idempotency:user:${subjectOf(root)}:${key}`)

  it.each([false, true])('gives each the same answer again (redis forgot: %s)', async (forgotten) => {
    const { productId, skuId } = await shelve(side.app, { stock: 10 })
    const requests = [
      ['post', '/v1/products', { name: 'Once', skus: [oak] }],
      ['patch', `/v1/products/${productId}`, { name: 'Once' }],
      ['post', `/v1/products/${productId}/skus`, ash],
      ['patch', `/v1/products/${productId}/skus/${skuId}`, { stockChange: -6 }],
    ] as const
    for (const [method, path, body] of requests) {
      const key = randomUUID()
      const first = await send(method, path, body).set('Idempotency-Key', key)
      expect(first.status).toBeLessThan(300)
      if (forgotten) expect(await forget(key)).toBe(1)
      await unchanged(async () => {
        const again = await send(method, path, body).set('Idempotency-Key', key)
        expect({ status: again.status, body: again.body }).toEqual({ status: first.status, body: first.body })
        // A renaming that is there already writes nothing, so nothing says that it was this key's: it comes to the same.
        const unknown = forgotten && path === `/v1/products/${productId}`
        expect(again.headers['idempotency-replayed']).toBe(unknown ? undefined : 'true')
        const reused = await send(method, path, { ...body, name: 'Other' }).set('Idempotency-Key', key)
        expect(reused.status).toBe(422)
      })
    }
  })
})

function subjectOf(token: string): string {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')).sub
}

describe('all of them', () => {
  const routes = [
    ['post', '/v1/products', { name: 'A' }, 'GET, HEAD, POST'],
    ['patch', '/v1/products/:product', { name: 'A' }, 'GET, HEAD, PATCH'],
    ['post', '/v1/products/:product/skus', ash, 'GET, HEAD, POST'],
    ['patch', '/v1/products/:product/skus/:sku', { price: 5 }, 'GET, HEAD, PATCH'],
  ] as const

  it.each(routes)('are for administrators alone, and say what they take: %s %s', async (method, route, body, allow) => {
    const { productNumber, skuNumber } = await shelve(side.app)
    const path = route.replace(':product', String(productNumber)).replace(':sku', String(skuNumber))
    await unchanged(async () => {
      expect(await send(method, path, body, '')).toMatchObject({ status: 401, body: { code: 'token_missing' } })
      expect(await send(method, path, body, 'Bearer x')).toMatchObject({ status: 401, body: { code: 'token_invalid' } })
      expect(await send(method, path, body, bidder)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      const { status, headers } = await send('put', path, body)
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow })
    })
  })

  it('leave other things alone: no id of the shop is a lot or a category, nor the other way', async () => {
    const { productId, skuId } = await shelve(side.app)
    const category = await send('post', '/v1/categories', { code: `c-${randomUUID()}`, name: 'A' })
    await unchanged(async () => {
      for (const id of [productId, skuId]) {
        const bid = await send('post', `/v1/auctions/${id}/bids`, { type: 'exact', amount: 5 })
        expect(bid).toMatchObject({ status: 404, body: { code: 'not_found' } })
      }
      const renamed = await send('patch', `/v1/products/${category.body.id}`, { name: 'A' })
      expect(renamed).toMatchObject({ status: 404, body: { code: 'not_found' } })
    })
  })
})
