import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import express from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { z } from 'zod'
import {
  correlation,
  correlationOf,
  createMetrics,
  jsonBody,
  listen,
  notFoundHandler,
  Problem,
  parseInput,
  problemHandler,
  requestMetrics,
  route,
  securityHeaders,
} from '../src/index.ts'

const bid = z.strictObject({ type: z.enum(['exact', 'max']), amount: z.number().int().positive() })

function service() {
  const lines: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const registry = createMetrics('test')
  const app = express()
  app.use(correlation(), requestMetrics(registry), securityHeaders(), jsonBody())
  app.post(
    '/bids/:id',
    route((req, res) => void res.json(parseInput(bid, req.body))),
  )
  app.post(
    '/any',
    route((req, res) => void res.json({ body: req.body ?? null })),
  )
  app.get(
    '/me',
    route((req, res) => void res.json(correlationOf(req))),
  )
  app.get(
    '/late',
    route(async () => Promise.reject(new Error('password of the database is x'))),
  )
  app.get('/busy', () => {
    throw new Problem('retry_later', { headers: { 'Retry-After': '1' } })
  })
  app.get('/begun', (_req, res) => {
    res.write('half')
    throw new Error('too late for a problem')
  })
  app.use(notFoundHandler(), problemHandler(logger))
  return { app, lines, registry }
}

const { app } = service()
const problem = (code: string, status: number) =>
  expect.objectContaining({ code, status, type: `urn:gavel:problem:${code}` })
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  request(app)
    .post(path)
    .set({ 'Content-Type': 'application/json', ...headers })
    .send(body)

/** Not by supertest, which would make JSON of the bytes. */
async function postGzip(body: Buffer<ArrayBuffer>): Promise<Response> {
  const http = await listen(app, { port: 0, host: '127.0.0.1' })
  const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }
  const answer = await fetch(`http://127.0.0.1:${http.port}/any`, { method: 'POST', headers, body })
  await http.stop()
  return answer
}

describe('correlation', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

  it('takes what the caller sends and gives it back', async () => {
    const { body, headers } = await request(app)
      .get('/me')
      .set({ 'X-Correlation-Id': 'order:1', traceparent })
      .expect(200)
    expect(body).toEqual({ correlationId: 'order:1', traceparent })
    expect(headers).toMatchObject({ 'x-correlation-id': 'order:1', traceparent })
  })

  it.each(['a b', 'x'.repeat(129), '<script>', ''])('makes its own in place of %j', async (sent) => {
    const asked = {
      'X-Correlation-Id': sent,
      traceparent: traceparent.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    }
    const { body } = await request(app).get('/me').set(asked).expect(200)
    expect(body.correlationId).toMatch(/^[0-9a-f-]{36}$/)
    expect(body.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
    expect(body.traceparent).not.toContain('0'.repeat(32))
  })
})

describe('jsonBody', () => {
  it('takes JSON up to 64 KiB, compressed or not', async () => {
    const text = JSON.stringify({ a: 'x'.repeat(65_000) })
    await post('/any', text).expect(200)
    expect((await postGzip(gzipSync(text))).status).toBe(200)
    await request(app).post('/any').expect(200, { body: null })
  })

  it('refuses a larger one, also when it is small until it is inflated', async () => {
    const text = JSON.stringify({ a: 'x'.repeat(70_000) })
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
    expect((await post('/any', text)).body).toEqual(problem('payload_too_large', 413))
    expect(bomb.length).toBeLessThan(64 * 1024)
    expect((await postGzip(bomb)).status).toBe(413)
  })

  it.each(['{', '{"a":1,}', 'null', '"text"', '1', '{"a":NaN}', '\u0000'])('refuses %j as malformed', async (text) => {
    const { body } = await post('/any', text).expect(400).expect('Content-Type', 'application/problem+json')
    expect(body).toEqual(problem('malformed_json', 400))
  })

  it.each([[0xff], [0xed, 0xa0, 0x80], [0xc0, 0xaf]])('refuses what is no UTF-8: %j', async (...bytes) => {
    const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
    const answer = await postGzip(gzipSync(body))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual(problem('malformed_json', 400))
  })

  it('refuses deep nesting', async () => {
    for (const levels of [33, 30_000]) {
      const { body } = await post('/any', '['.repeat(levels) + ']'.repeat(levels)).expect(400)
      expect(body).toEqual(problem('malformed_json', 400))
    }
    await post('/any', '['.repeat(32) + ']'.repeat(32)).expect(200)
  })

  it.each([
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    { 'Content-Type': '' },
    { 'Content-Type': 'application/json; charset=klingon' },
    { 'Content-Encoding': 'zip' },
  ])('does not understand %j', async (headers) => {
    const { body } = await post('/any', '{}', headers).expect(415)
    expect(body).toEqual(problem('unsupported_media_type', 415))
  })

  it('refuses broken compression', async () => {
    const { body } = await post('/any', 'no gzip', { 'Content-Encoding': 'gzip' }).expect(400)
    expect(body).toEqual(problem('malformed_request', 400))
  })

  it('survives a client that leaves in the middle of its body', async () => {
    const own = service()
    const http = await listen(own.app, { port: 0, host: '127.0.0.1' })
    const socket = connect(http.port, '127.0.0.1')
    socket.write('POST /any HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":')
    await new Promise<void>((resolve) => setImmediate(resolve))
    socket.end()
    await new Promise((resolve) => socket.once('close', resolve).resume())
    await request(`http://127.0.0.1:${http.port}`).post('/any').send({ a: 1 }).expect(200)
    await http.stop()
    expect(own.lines.join('')).not.toContain('request failed')
  })
})

describe('parseInput', () => {
  it('gives the input as the schema says', () =>
    post('/bids/1', '{"type":"max","amount":5}').expect(200, { type: 'max', amount: 5 }))

  it('names every field that is wrong', async () => {
    const { body } = await post('/bids/1', '{"amount":-1,"amuont":1,"toString":2}').expect(422)
    expect(body).toEqual(problem('invalid_input', 422))
    const paths = z
      .array(z.object({ path: z.string(), message: z.string() }))
      .parse(body.errors)
      .map(({ path }) => path)
    expect(paths.sort()).toEqual(['amount', 'amuont', 'toString', 'type'])
  })

  it.each(['__proto__', 'constructor', 'prototype'])('refuses %s as the unknown field it is', async (name) => {
    await post('/bids/1', `{"type":"max","amount":5,"${name}":{"type":"max"}}`).expect(422)
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('type')
  })

  it('says no more than fifty things', async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`k${n}`, 1]))
    const { body } = await post('/bids/1', JSON.stringify(many)).expect(422)
    expect(body.errors).toHaveLength(50)
  })

  it('needs a body', async () => {
    await request(app).post('/bids/1').expect(422)
  })
})

describe('problemHandler', () => {
  it('answers 404 for what is not there, with the path but not the query', async () => {
    const { body } = await request(app)
      .get('/nowhere?token=x')
      .expect(404)
      .expect('Content-Type', 'application/problem+json')
    expect(body).toEqual({ ...body, ...{ code: 'not_found', instance: '/nowhere' } })
  })

  it.each(['/bids/%E0%A4%A', '/bids/%', '/bids/%ff'])('answers 400 for the broken path %s', async (path) => {
    const { body } = await post(path, '{}').expect(400)
    expect(body).toEqual(problem('malformed_request', 400))
  })

  it('shows nothing of an unexpected error, and logs it with the correlation id', async () => {
    const own = service()
    const { body, text } = await request(own.app).get('/late?secret=1').set('X-Correlation-Id', 'c-1').expect(500)
    expect(body).toEqual({
      type: 'urn:gavel:problem:internal',
      title: expect.any(String),
      status: 500,
      code: 'internal',
      instance: '/late',
    })
    expect(text).not.toMatch(/password|at /)
    expect(own.lines).toHaveLength(1)
    expect(JSON.parse(own.lines[0] ?? '')).toMatchObject({
      level: 50,
      correlationId: 'c-1',
      path: '/late',
      err: { message: 'password of the database is x' },
    })
  })

  it('sends the headers of a problem', () => request(app).get('/busy').expect(503).expect('Retry-After', '1'))

  it('cuts an answer that had begun', () => expect(request(app).get('/begun')).rejects.toThrow(/aborted|hang up/))

  it('says nothing of express, and forbids guessing', async () => {
    const { headers } = await request(app).get('/me')
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  })
})

describe('requestMetrics', () => {
  it('counts by route as declared, whatever is in the path', async () => {
    const own = service()
    for (const id of ['1', '2', '%']) await request(own.app).post(`/bids/${id}`).send({ type: 'max', amount: 1 })
    await request(own.app).get('/scan.php')
    await request(own.app).get('/late')
    for (const method of ['propfind', 'report', 'purge'] as const) await request(own.app)[method]('/late')
    const metrics = await own.registry.metrics()
    const count = (labels: string) =>
      new RegExp(`http_request_duration_seconds_count\\{service="test",${labels}\\} (\\d+)`).exec(metrics)?.[1]
    expect(count('method="POST",route="/bids/:id",status="200"')).toBe('2')
    expect(count('method="GET",route="unmatched",status="404"')).toBe('1')
    expect(count('method="GET",route="/late",status="500"')).toBe('1')
    expect(metrics).not.toContain('scan.php')
    expect(metrics).not.toMatch(/PROPFIND|REPORT|PURGE/)
    expect(count('method="_OTHER",route="unmatched",status="404"')).toBe('3')
  })
})

describe('what is no proper HTTP', () => {
  const large = 'x'.repeat(20_000)
  /** All that comes back until the server closes. */
  const exchange = (port: number, text: string): Promise<string> =>
    new Promise((resolve) => {
      let received = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      socket.on('data', (part) => {
        received += String(part)
      })
      socket.on('error', () => {})
      socket.once('close', () => resolve(received))
    })

  it.each([
    ['a line of no HTTP', 'hello\r\n\r\n', 400],
    ['an unknown method', 'BID /me HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['no Host', 'GET /me HTTP/1.1\r\n\r\n', 400],
    ['two lengths', 'POST /any HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    [
      'a broken chunk',
      'POST /any HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    ['large headers', `GET /me HTTP/1.1\r\nHost: x\r\nX-Large: ${large}\r\n\r\n`, 431],
    ['an expectation', 'GET /me HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', 417],
  ])('answers %s by a problem and closes', async (_name, text, status) => {
    const http = await listen(service().app, { port: 0, host: '127.0.0.1' })
    const [head = '', body = ''] = (await exchange(http.port, text)).split('\r\n\r\n')
    await http.stop()
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head.toLowerCase()).toContain('content-type: application/problem+json')
    expect(head.toLowerCase()).toContain(`content-length: ${Buffer.byteLength(body)}`)
    expect(head.toLowerCase()).toContain('connection: close')
    expect(JSON.parse(body)).toMatchObject({ code: 'malformed_request', status, detail: expect.any(String) })
  })

  it('never becomes the answer to an earlier request that is still at work', async () => {
    const arrived = Promise.withResolvers<void>()
    const slow = express()
    slow.get('/', () => arrived.resolve())
    const http = await listen(slow, { port: 0, host: '127.0.0.1' })
    const received = exchange(http.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n')
    await arrived.promise
    expect(await received).toBe('')
    await http.stop()
  })

  it('is told apart from HTTP/1.0, which needs no Host', async () => {
    const http = await listen(service().app, { port: 0, host: '127.0.0.1' })
    expect(await exchange(http.port, 'GET /me HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /)
    await http.stop()
  })
})
