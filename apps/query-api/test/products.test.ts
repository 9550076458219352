import { randomUUID } from 'node:crypto'
import { type CatalogView, catalogViewToWire, type ProductView, type SkuView, topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { startCatalogMaterialiser } from '../src/views.ts'
import { atSecond } from './lots.ts'
import { product, skuOf } from './shopViews.ts'
import { createWorld, logger, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const get = (path: string) => request(world.app.http).get(path)
const storeProducts = (...views: readonly ProductView[]) =>
  world.app.materialiseCatalog(views.map((data) => ({ type: 'product.view', data })))
const storeSkus = (...views: readonly SkuView[]) =>
  world.app.materialiseCatalog(views.map((data) => ({ type: 'sku.view', data })))

const shownSku = ({ id, skuNumber, code, price, currency, stock, version }: SkuView) => ({
  id,
  skuNumber,
  code,
  price,
  currency,
  stock,
  version,
})
const shown = ({ id, productNumber, name, version, createdAt, updatedAt }: ProductView, ...skus: SkuView[]) => ({
  id,
  productNumber,
  name,
  version,
  skus: skus.map(shownSku),
  createdAt,
  updatedAt,
})

describe('a product', () => {
  const mug = product({ name: '머그컵' })
  const [small, large] = [skuOf(mug), skuOf(mug)]
  beforeAll(async () => {
    await storeSkus(large, small)
    await storeProducts(mug)
  })

  it('is read by its id and by its number, with its SKUs in the order of their numbers', async () => {
    for (const reference of [mug.id, mug.id.toUpperCase(), mug.productNumber]) {
      const { status, body } = await get(`/v1/products/${reference}`)
      expect({ status, body }).toEqual({ status: 200, body: shown(mug, small, large) })
    }
    const { body } = await get(`/v1/products/${mug.productNumber}/skus`).expect(200)
    expect(body).toEqual({ items: [shownSku(small), shownSku(large)] })
  })

  it('is there when all the SKUs are that came with it, and waited for until then', async () => {
    const chair = product({ skuCount: 2 })
    const [oak, ash] = [skuOf(chair), skuOf(chair)]
    await storeProducts(chair)
    await storeSkus(oak)
    await get(`/v1/products/${chair.id}`).expect(404)
    await get(`/products/${chair.productNumber}`).expect(404)
    expect((await get('/v1/products?limit=100')).text).not.toContain(chair.id)
    const [waiting] = await Promise.all([get(`/v1/products/${chair.id}?atLeast=1`), storeSkus(ash)])
    expect(waiting.body).toEqual(shown(chair, oak, ash))
    expect((await get('/v1/products?limit=100')).text).toContain(chair.id)
  })

  it('has its SKUs below it, and no others', async () => {
    const other = product()
    await storeProducts(other)
    for (const place of [
      `${mug.id}/skus/${small.id}`,
      `${mug.productNumber}/skus/${small.skuNumber}`,
      `${mug.id}/skus/${small.skuNumber}`,
    ]) {
      const { status, body, headers } = await get(`/v1/products/${place}`)
      expect({ status, body, etag: headers.etag }).toEqual({ status: 200, body: shownSku(small), etag: '"1"' })
    }
    for (const place of [`${other.id}/skus/${small.id}`, `${other.productNumber}/skus/${small.skuNumber}`]) {
      const { status, body } = await get(`/v1/products/${place}`)
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
    }
    expect((await get(`/v1/products/${other.id}/skus`)).body).toEqual({ items: [] })
  })

  it('is another one for caches when an order takes of its stock', async () => {
    const glass = product()
    const sku = skuOf(glass)
    await storeSkus(sku, skuOf(glass))
    await storeProducts(glass)
    for (const path of [`/v1/products/${glass.id}`, `/v1/products/${glass.id}/skus`]) {
      const { headers } = await get(path).expect(200)
      const again = () => get(path).set('If-None-Match', String(headers.etag))
      expect((await again()).status).toBe(304)
      const version = sku.version + (path.endsWith('skus') ? 2 : 1)
      await storeSkus({ ...sku, version, stock: 10 - version })
      const { status, text } = await again()
      expect({ status, hasStock: text.includes(`"stock":${10 - version}`) }).toEqual({ status: 200, hasStock: true })
    }
  })

  it('is told to the older clients in their words', async () => {
    const { status, body } = await get(`/products/${mug.productNumber}`)
    const skus = [small, large].map(({ skuNumber: skuId, stock }) => ({ skuId, stock }))
    expect({ status, body }).toEqual({
      status: 200,
      body: { productId: mug.productNumber, name: mug.name, skus },
    })
    const absent = await get('/products/2147483647').set('X-Correlation-Id', 'asked-1')
    expect(absent.status).toBe(404)
    expect(absent.body).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      status: 404,
      error: 'Not Found',
      message: expect.stringContaining('There is no such product.'),
      path: '/products/2147483647',
      correlationId: 'asked-1',
    })
  })

  it.each([
    '/v1/products/2147483647',
    '/v1/products/2147483648',
    '/v1/products/0',
    '/v1/products/01',
    '/v1/products/mug',
    '/v1/products/%00',
    `/v1/products/${randomUUID()}`,
    `/v1/products/${randomUUID()}/skus`,
    `/v1/products/${randomUUID()}/skus/1`,
    `/v1/products/${mug.id}/skus/x`,
    `/v1/products/${mug.id}/skus/${randomUUID()}`,
    '/products/x',
    `/products/${randomUUID()}`,
  ])('that is not there is 404: %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it.each([
    '/v1/products',
    `/v1/products/${mug.id}`,
    `/v1/products/${mug.id}/skus`,
    `/v1/products/${mug.id}/skus/1`,
    '/products/1',
  ])('is only read here: %s', async (path) => {
    const { status, headers } = await request(world.app.http).post(path).send({})
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
  })
})

type Page = { items: unknown[]; nextCursor: string | null }
const page = async (query: string): Promise<Page> => (await get(`/v1/products?${query}`).expect(200)).body

describe('the list of products', () => {
  // Two that were added in the same millisecond, too.
  const all = [41, 42, 42, 43, 44].map((second) => product({ createdAt: atSecond(second) }))
  const newestFirst = all.toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? 1 : -1))
  beforeAll(async () => {
    await world.pool.query('delete from products')
    await storeProducts(...all)
  })

  it.each([1, 2, 3, 4, 5, 100])('comes in pages of %d, the newest first, without doubles and gaps', async (limit) => {
    const items: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const next = await page(`limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(next.items.length).toBeLessThanOrEqual(limit)
      items.push(...next.items)
      cursor = next.nextCursor
    }
    expect(items).toEqual(newestFirst.map((each) => shown(each)))
  })

  it.each(['limit=0', 'limit=101', 'cursor=x', `cursor=${btoa('{"code":"a"}')}`, 'sort=name'])(
    'is not told for %s',
    async (query) => {
      const { status, body } = await get(`/v1/products?${query}`)
      expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
    },
  )
})

describe('views of products and SKUs', () => {
  it('count by their version, in whatever order and however often they come', async () => {
    const first = product()
    const sku = skuOf(first, { stock: 9 })
    const at = (version: number): [ProductView, SkuView] => [
      { ...first, version, name: `Name ${version}` },
      { ...sku, version, stock: 10 - version, price: version },
    ]
    const read = async () => {
      const { name, skus } = (await get(`/v1/products/${first.id}`).expect(200)).body
      return { name, skus }
    }
    const expected = (version: number) => ({ name: at(version)[0].name, skus: [shownSku(at(version)[1])] })
    const store = (...versions: readonly number[]) =>
      world.app.materialiseCatalog(
        versions.flatMap((version): CatalogView[] => {
          const [data, ofSku] = at(version)
          return [
            { type: 'product.view', data },
            { type: 'sku.view', data: ofSku },
          ]
        }),
      )
    await store(2)
    await store(1)
    expect(await read()).toEqual(expected(2))
    await store(3, 1, 3, 2)
    expect(await read()).toEqual(expected(3))
  })

  it('may bring a SKU before its product, and a product before its SKU', async () => {
    const [early, late] = [product(), product()]
    const [ofEarly, ofLate] = [skuOf(early), skuOf(late)]
    await storeProducts(early)
    await storeSkus(ofLate)
    expect((await get(`/v1/products/${early.id}`)).body).toEqual(shown(early))
    expect((await get(`/v1/products/${late.id}`)).status).toBe(404)
    expect((await get(`/v1/products/${late.id}/skus/${ofLate.id}`)).body).toEqual(shownSku(ofLate))
    await storeProducts(late)
    await storeSkus(ofEarly)
    expect((await get(`/v1/products/${early.id}`)).body).toEqual(shown(early, ofEarly))
    expect((await get(`/v1/products/${late.id}`)).body).toEqual(shown(late, ofLate))
  })

  it('are waited for by whoever knows their version', async () => {
    const first = product()
    const sku = skuOf(first)
    const waiting = [
      get(`/v1/products/${first.id}?atLeast=2`).then(({ body }) => body.version),
      get(`/v1/products/${first.id}/skus/${sku.skuNumber}?atLeast=3`).then(({ body }) => body.version),
    ]
    await storeProducts(first)
    await storeSkus(sku)
    await storeProducts({ ...first, version: 2 })
    await storeSkus({ ...sku, version: 3 })
    expect(await Promise.all(waiting)).toEqual([2, 3])
    const late = await Promise.all([
      get(`/v1/products/${first.productNumber}?atLeast=3`),
      get(`/v1/products/${first.id}/skus/${sku.id}?atLeast=4`),
      get(`/v1/products/${randomUUID()}?atLeast=1`),
    ])
    for (const { status, body, headers } of late) {
      expect([status, body.code, headers['retry-after']]).toEqual([202, 'not_yet', '1'])
    }
    expect((await get(`/v1/products/${first.id}?atLeast=0`)).status).toBe(422)
  })

  it('come by their topic', async () => {
    const { addresses, topicPrefix } = world.scope
    const messaging = createMessaging({ brokers: addresses.kafkaBrokers, clientId: 'test', topicPrefix, logger })
    await messaging.ensureTopics(topicSpecs)
    const producer = await messaging.createProducer()
    const onFatal = (error: unknown): void => logger.fatal({ err: error }, 'a consumer failed')
    await startCatalogMaterialiser({ app: world.app, pool: world.pool, messaging, onFatal })
    const data = product()
    const sku = skuOf(data)
    const metadata = { actor: 'service:test', correlationId: 'test' }
    await producer.send([
      catalogViewToWire({ type: 'product.view', data, metadata }),
      catalogViewToWire({ type: 'sku.view', data: sku, metadata }),
    ])
    await until('both are stored', async () => (await get(`/v1/products/${data.id}`)).body.skus?.length === 1)
    expect((await get(`/v1/products/${data.id}`)).body).toEqual(shown(data, sku))
    await messaging.stop()
  })
})
