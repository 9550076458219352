import { afterEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { createCleanUp, echo, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

async function startAll() {
  const command = await startUpstream(echo('command-api'))
  cleanUp.add(command.close)
  const query = await startUpstream(echo('query-api'))
  cleanUp.add(query.close)
  const web = await startWeb({ command: [command.url], query: [query.url] })
  cleanUp.add(web.stop)
  return { command, query, web }
}

describe('routing', () => {
  it.each([
    ['get', '/v1/auctions?status=active', 'query-api'],
    ['get', '/items', 'query-api'],
    ['get', '/v1/authors/1', 'query-api'],
    ['post', '/v1/auctions', 'command-api'],
    ['put', '/v1/auctions/1/watch', 'command-api'],
    ['patch', '/auction/bid', 'command-api'],
    ['delete', '/v1/auctions/1/bids/2', 'command-api'],
    ['post', '/bid', 'command-api'],
    ['get', '/v1/auth/sessions', 'command-api'],
    ['get', '/auth/refresh', 'command-api'],
    ['get', '/user/me', 'command-api'],
    ['get', '/.well-known/jwks.json', 'command-api'],
    ['post', '/', 'command-api'],
    ['get', '/v1/products', 'query-api'],
    ['get', '/v1/products/1/skus/2?atLeast=3', 'query-api'],
    ['get', '/products/1', 'query-api'],
    ['post', '/v1/products', 'command-api'],
    ['patch', '/v1/products/1/skus/2', 'command-api'],
    ['get', '/v1/orders/1', 'query-api'],
    ['get', '/v1/me/orders', 'query-api'],
    ['get', '/v1/search/orders?q=mug', 'query-api'],
    ['get', '/search/orders?userId=1', 'query-api'],
    ['post', '/v1/orders', 'command-api'],
    ['post', '/v1/orders/1/pay', 'command-api'],
    ['post', '/orders', 'command-api'],
  ] as const)('%s %s goes to %s', async (method, path, name) => {
    const { web } = await startAll()
    const answer = await request(web.url)[method](path).expect(200)
    expect(answer.body).toEqual({ name, method: method.toUpperCase(), url: path })
  })

  it('sends HEAD to query-api', async () => {
    const { web, query } = await startAll()
    await request(web.url).head('/v1/auctions').expect(200)
    expect(query.requests).toMatchObject([{ method: 'HEAD', url: '/v1/auctions' }])
  })

  it('reads one lot at one instance as long as that is there, different lots at all of them', async () => {
    const command = await startUpstream(echo('command-api'))
    cleanUp.add(command.close)
    const instances = [await startUpstream(echo('first')), await startUpstream(echo('second'))]
    for (const { close } of instances) cleanUp.add(close)
    const web = await startWeb({ command: [command.url], query: instances.map(({ url }) => url) })
    cleanUp.add(web.stop)
    const readerOf = async (lot: number): Promise<string> =>
      (await request(web.url).get(`/v1/auctions/${lot}`)).body.name

    const lots = Array.from({ length: 20 }, (_, lot) => lot + 1)
    const readers = await Promise.all(lots.map(readerOf))
    expect(new Set(readers)).toEqual(new Set(['first', 'second']))
    expect(await Promise.all(lots.map(readerOf))).toEqual(readers)
    expect((await request(web.url).get('/v1/auctions/1/bids')).body.name).toBe(readers[0])
    expect((await request(web.url).get('/v1/auctions/1/my-bid')).body.name).toBe(readers[0])
    expect((await request(web.url).get('/auction/item/1')).body.name).toBe(readers[0])
    // The stream of a list is of no lot of that name.
    const lists = lots.map(() => request(web.url).get('/v1/auctions/stream?ids=1'))
    expect(new Set((await Promise.all(lists)).map(({ body }) => body.name))).toEqual(new Set(['first', 'second']))

    const [gone] = instances
    await gone?.close()
    expect(new Set(await Promise.all(lots.map(readerOf)))).toEqual(new Set(['second']))
  })

  it('passes the correlation id on and back, and makes one where there is none', async () => {
    const { web, query } = await startAll()
    const given = await request(web.url).get('/items').set('X-Correlation-Id', 'abc-1')
    expect(given.headers['x-correlation-id']).toBe('abc-1')
    const made = await request(web.url).get('/items')
    const id = made.headers['x-correlation-id']
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(query.requests.map(({ headers }) => headers['x-correlation-id'])).toEqual(['abc-1', id])
    expect(query.requests[1]?.headers.traceparent).toMatch(/^00-/)
  })

  it('says where a request came from, and appends to what a client claims', async () => {
    const { web, query } = await startAll()
    await request(web.url).get('/items')
    await request(web.url).get('/items').set('X-Forwarded-For', '203.0.113.9')
    const [plain, claimed] = query.requests.map(({ headers }) => headers)
    const host = new URL(web.url).host
    expect(plain).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': host,
      host,
    })
    expect(claimed?.['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1')
  })

  it('leaves status, headers and body of an answer as they are', async () => {
    const query = await startUpstream((_req, res) => {
      res.writeHead(418, { 'Content-Type': 'application/problem+json', ETag: '"7"' }).end('{"code":"teapot"}')
    })
    cleanUp.add(query.close)
    const web = await startWeb({ query: [query.url] })
    cleanUp.add(web.stop)
    const answer = await request(web.url).get('/v1/auctions/7').expect(418)
    expect(answer.headers).toMatchObject({ etag: '"7"', 'content-type': 'application/problem+json' })
    expect(answer.body).toEqual({ code: 'teapot' })
  })

  it('keeps connections to the upstream alive', async () => {
    const { web, query } = await startAll()
    for (let turn = 0; turn < 5; turn += 1) await (await fetch(`${web.url}/items`)).text()
    expect(query.requests).toHaveLength(5)
    expect(query.connectionCount()).toBe(1)
  })
})
