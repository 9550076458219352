import { randomUUID } from 'node:crypto'
import { type CategoryView, catalogViewToWire, topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { startCatalogMaterialiser } from '../src/views.ts'
import { atSecond } from './lots.ts'
import { createWorld, logger, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const category = (code: string, changes: Partial<CategoryView> = {}): CategoryView => ({
  id: randomUUID(),
  version: 1,
  code,
  name: `Name of ${code}`,
  createdAt: atSecond(1),
  updatedAt: atSecond(1),
  ...changes,
})

const store = (...categories: readonly CategoryView[]) =>
  world.app.materialiseCatalog(categories.map((data) => ({ type: 'category.view', data })))

const get = (path: string) => request(world.app.http).get(path)

const page = async (query: string): Promise<{ items: unknown[]; nextCursor: string | null }> =>
  (await get(`/v1/categories?${query}`).expect(200)).body

const itemOf = ({ code, name }: CategoryView) => ({ code, name })

describe('categories', () => {
  // Their order is that of bytes: a locale's would have "a" before "B", and ignore the hyphen.
  const codes = ['10', '9', 'B', 'B-1', 'B.1', 'B1', 'a', 'a-b', 'ab', 'b']
  const all = codes.map((code) => category(code))
  beforeAll(() => store(...all.toReversed()))
  afterAll(() => world.pool.query('delete from categories'))

  it('are listed in the order of their codes', async () => {
    const { status, body } = await get('/v1/categories')
    expect({ status, body }).toEqual({ status: 200, body: { items: all.map(itemOf), nextCursor: null } })
  })

  it('are so on a database of any locale', async () => {
    const { rows } = await world.pool.query(
      `select collation_name from information_schema.columns
      where table_schema = 'query' and table_name = 'categories' and column_name = 'code'`,
    )
    expect(rows).toEqual([{ collation_name: 'C' }])
  })

  it.each([1, 2, 3, 9, 10, 100])('come in pages of %d without doubles and gaps', async (limit) => {
    const items: unknown[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const next = await page(`limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(next.items.length).toBeLessThanOrEqual(limit)
      items.push(...next.items)
      cursor = next.nextCursor
    }
    expect(items).toEqual(all.map(itemOf))
  })

  it('keep their pages when one is added meanwhile', async () => {
    const first = await page('limit=3')
    await store(category('0'), category('B-0'))
    const second = await page(`limit=3&cursor=${first.nextCursor}`)
    expect(second.items).toMatchObject([{ code: 'B-0' }, { code: 'B-1' }, { code: 'B.1' }])
    await world.pool.query("delete from categories where code in ('0', 'B-0')")
  })

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=',
    'cursor=',
    'cursor=x',
    `cursor=${Buffer.from('{"code":"a b"}').toString('base64url')}`,
    `cursor=${Buffer.from('{"beforeVersion":3}').toString('base64url')}`,
    `cursor=${'a'.repeat(513)}`,
    'sort=name',
    'limit=1&limit=2',
  ])('are not listed for %s', async (query) => {
    const { status, body } = await get(`/v1/categories?${query}`)
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
  })

  it('are read one by one, with their version', async () => {
    const [found] = all
    const { status, body, headers } = await get(`/v1/categories/${found?.code}`)
    expect({ status, body, etag: headers.etag }).toEqual({
      status: 200,
      body: { id: found?.id, code: found?.code, name: found?.name, version: 1 },
      etag: '"1"',
    })
    expect((await get(`/v1/categories/${found?.code}`).set('If-None-Match', '"1"')).status).toBe(304)
  })

  it.each(['A', 'nothing', 'a b', '%00', 'x'.repeat(65)])('that are not there are 404: %s', async (code) => {
    const { status, body } = await get(`/v1/categories/${code}`)
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
  })

  it('are told to the older clients in their words', async () => {
    const expected = all.map(({ code, name }) => ({ c_code: code, c_name: name }))
    for (const path of ['/categories', '/categories/', '/categories?page=1']) {
      const { status, body } = await get(path)
      expect({ status, body }).toEqual({ status: 200, body: expected })
    }
  })

  it.each(['/v1/categories', '/v1/categories/a', '/categories'])('are only read here: %s', async (path) => {
    const { status, headers } = await request(world.app.http).post(path).send({})
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
  })
})

describe('the views of the catalogue', () => {
  it('count by their version, in whatever order and however often they come', async () => {
    const first = category('v')
    const [second, third] = [2, 3].map((version) => ({ ...first, version, name: `Name ${version}` }))
    if (second === undefined || third === undefined) throw new Error('two were made')
    const named = async () => (await get('/v1/categories/v').expect(200)).body.name
    await store(second)
    await store(first)
    expect(await named()).toBe('Name 2')
    await store(first, second)
    expect(await named()).toBe('Name 2')
    await store(third, first, second)
    expect(await named()).toBe('Name 3')
    await store()
  })

  it('are waited for by whoever knows their version', async () => {
    const first = category('w')
    const waiting = get('/v1/categories/w?atLeast=2').then((answer) => answer)
    await store(first)
    await store({ ...first, version: 2, name: 'Name 2' })
    expect(await waiting).toMatchObject({ status: 200, body: { name: 'Name 2', version: 2 } })
    expect((await get('/v1/categories/w?atLeast=1')).body.version).toBe(2)
    const [late, unknown] = await Promise.all([
      get('/v1/categories/w?atLeast=3'),
      get('/v1/categories/nothing?atLeast=1'),
    ])
    for (const { status, body, headers } of [late, unknown]) {
      expect({ status, code: body.code, after: headers['retry-after'] }).toEqual({
        status: 202,
        code: 'not_yet',
        after: '1',
      })
    }
    for (const query of ['atLeast=0', 'atLeast=x', 'name=x']) {
      expect((await get(`/v1/categories/w?${query}`)).status).toBe(422)
    }
  })

  it('come by their topic', async () => {
    const { addresses, topicPrefix } = world.scope
    const messaging = createMessaging({ brokers: addresses.kafkaBrokers, clientId: 'test', topicPrefix, logger })
    await messaging.ensureTopics(topicSpecs)
    const producer = await messaging.createProducer()
    const onFatal = (error: unknown): void => logger.fatal({ err: error }, 'a consumer failed')
    await startCatalogMaterialiser({ app: world.app, pool: world.pool, messaging, onFatal })
    const view = category('by-topic')
    const metadata = { actor: 'service:test', correlationId: 'test' }
    await producer.send([catalogViewToWire({ type: 'category.view', data: view, metadata })])
    await until('it is stored', async () => (await get('/v1/categories/by-topic')).status === 200)
    await messaging.stop()
  })
})
