import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { startHanging } from './hanging.ts'
import { until } from './until.ts'
import { createCleanUp, echo, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

type WebOptions = Parameters<typeof startWeb>[0]
const started = async (options: WebOptions) => {
  const web = await startWeb(options)
  cleanUp.add(web.stop)
  return web
}
const upstream = async (...args: Parameters<typeof startUpstream>) => {
  const one = await startUpstream(...args)
  cleanUp.add(one.close)
  return one
}

describe('an upstream that is away', () => {
  it.each(['get', 'post'] as const)('answers %s with 503 and Retry-After', async (method) => {
    const web = await started({})
    const answer = await request(web.url)[method]('/v1/auctions').expect(503)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '1' })
    expect(answer.body).toMatchObject({ code: 'unavailable', status: 503, instance: '/v1/auctions' })
    expect(answer.headers['x-correlation-id']).toBeDefined()
  })

  it('is used again as soon as it is back', async () => {
    const first = await startUpstream(echo('first'))
    const web = await started({ query: [first.url] })
    await request(web.url).get('/items').expect(200)
    await first.close()
    await request(web.url).get('/items').expect(503)
    await upstream(echo('first'), first.port)
    await request(web.url).get('/items').expect(200)
  })

  it('takes turns between two, and passes over the one that is away, for GET and for POST with its whole body', async () => {
    const bodies: string[] = []
    const here = await upstream((req, res) => {
      let body = ''
      req.on('data', (chunk) => {
        body += String(chunk)
      })
      req.on('end', () => {
        bodies.push(body)
        res.end('here')
      })
    })
    const other = await startUpstream(echo('other'))
    const web = await started({ query: [here.url, other.url], command: [other.url, here.url] })
    for (let turn = 0; turn < 4; turn += 1) await request(web.url).get('/items').expect(200)
    expect([here.requests.length, other.requests.length]).toEqual([2, 2])

    await other.close()
    const lot = { title: 'a chair'.repeat(1_000) }
    for (let turn = 0; turn < 4; turn += 1) {
      await request(web.url).get('/items').expect(200)
      await request(web.url).post('/v1/auctions').send(lot).expect(200)
    }
    expect(bodies.filter((body) => body === JSON.stringify(lot))).toHaveLength(4)
    // Once found away it rests: nobody else is made to find out.
    const metrics = await web.metrics()
    expect(metrics).toMatch(/web_upstream_failures_total\{upstream="query-api",reason="not_connected".*\} 1\n/)
    expect(metrics).toMatch(/web_upstream_failures_total\{upstream="command-api",reason="not_connected".*\} 1\n/)
  })

  it('does not wait for one that is too slow to connect', async () => {
    const hanging = await startHanging()
    cleanUp.add(hanging.close)
    const here = await upstream(echo('here'))
    const web = await started({
      query: [hanging.url, here.url],
      limits: { connectTimeoutMs: 50, answerTimeoutMs: 5_000 },
    })
    const answer = await request(web.url).get('/items').expect(200)
    expect(answer.body.name).toBe('here')
    expect(await web.metrics()).toMatch(/reason="not_connected".*\} 1\n/)
  })
})

describe('an upstream that fails under a request', () => {
  it('is asked once and no other one is, when the request may have had its effect', async () => {
    const broken = await upstream((req) => req.socket.destroy())
    const other = await upstream(echo('other'))
    const web = await started({ command: [broken.url, other.url] })
    await request(web.url).post('/bid').send({ bid_amount: 1 }).expect(503)
    expect([broken.requests.length, other.requests.length]).toEqual([1, 0])
  })

  it('is passed over for a GET', async () => {
    const broken = await upstream((req) => req.socket.destroy())
    const other = await upstream(echo('other'))
    const web = await started({ query: [broken.url, other.url] })
    const answer = await request(web.url).get('/items').expect(200)
    expect(answer.body.name).toBe('other')
  })

  it('is given up when it does not answer in time, and the request to it is cut', async () => {
    let cut = false
    const silent = await upstream((req) => {
      req.socket.once('close', () => {
        cut = true
      })
    })
    const web = await started({ query: [silent.url], limits: { answerTimeoutMs: 50 } })
    await request(web.url).get('/items').expect(503)
    await until(() => cut)
    expect(silent.requests).toHaveLength(1)
  })

  it('cuts an answer that it does not finish: half an answer must not look whole', async () => {
    const broken = await upstream((req, res) => {
      res.write('{"items":[', () => req.socket.destroy())
    })
    const web = await started({ query: [broken.url] })
    await expect(request(web.url).get('/items')).rejects.toThrow(/aborted|ECONNRESET/)
  })
})

describe('too many requests at once', () => {
  it('wait for each other up to a bound, then are answered 503', async () => {
    const held: (() => void)[] = []
    const slow = await upstream((_req, res) => {
      held.push(() => res.end('late'))
    })
    const web = await started({ query: [slow.url], limits: { requestsMax: 1, waitingMax: 1 } })
    const first = request(web.url)
      .get('/a')
      .then((answer) => answer.status)
    await until(() => held.length === 1)
    const rest = [request(web.url).get('/b'), request(web.url).get('/c')].map((test) =>
      test.then(({ status }) => status),
    )
    expect(await Promise.race(rest)).toBe(503)
    expect(held).toHaveLength(1)
    held.shift()?.()
    expect(await first).toBe(200)
    await until(() => held.length === 1)
    held.shift()?.()
    expect((await Promise.all(rest)).sort()).toEqual([200, 503])
  })

  it('forgets a client that has gone while waiting', async () => {
    const held: (() => void)[] = []
    const slow = await upstream((_req, res) => {
      held.push(() => res.end('late'))
    })
    const web = await started({ query: [slow.url], limits: { requestsMax: 1, waitingMax: 1 } })
    const first = request(web.url)
      .get('/a')
      .then((answer) => answer.status)
    await until(() => held.length === 1)
    const impatient = httpRequest(`${web.url}/b`).on('error', () => {})
    impatient.end()
    await until(async () => (await request(web.url).get('/c')).status === 503)
    impatient.destroy()
    // Once its place is free, a request waits, and is given up here, instead of being turned away.
    await until(() =>
      fetch(`${web.url}/d`, { signal: AbortSignal.timeout(100) }).then(
        () => false,
        () => true,
      ),
    )
    held.shift()?.()
    expect(await first).toBe(200)
    expect(slow.requests.map(({ url }) => url)).toEqual(['/a'])
  })
})
