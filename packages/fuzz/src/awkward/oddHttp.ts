import type { Furniture } from '../furnish.ts'
import { json, type Trial, trial } from './trial.ts'

const oddHeaders: readonly string[] = [
  'Authorization:',
  'Authorization: Bearer',
  'Authorization: Bearer \xff\xfe',
  'Authorization: Bearer a.b.c',
  'Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.',
  `Authorization: Bearer ${'x'.repeat(12_000)}`,
  'Authorization: Basic cm9vdDpyb290',
  'Idempotency-Key:',
  'Idempotency-Key: \xff',
  `Idempotency-Key: ${'k'.repeat(8_000)}`,
  'If-None-Match: *',
  'If-None-Match: "',
  `If-None-Match: ${'"a", '.repeat(2_000)}`,
  'If-Modified-Since: never',
  'Last-Event-ID: \xff\xfe',
  'Last-Event-ID: -1',
  'Last-Event-ID: 99999999999999999999',
  'Last-Event-ID: 1; drop table',
  `Last-Event-ID: ${'a.'.repeat(4_000)}`,
  'X-Correlation-Id: \xff',
  `X-Correlation-Id: ${'c'.repeat(8_000)}`,
  'traceparent: 00-00000000000000000000000000000000-0000000000000000-ff',
  'traceparent: zz',
  `tracestate: ${'a=b,'.repeat(1_000)}`,
  `baggage: ${'a=b,'.repeat(1_000)}`,
  'Cookie: ;;;=; =\xff; gavel_session="',
  'Accept: nothing/at all;q=x',
  'Accept: text/event-stream',
  'Accept-Encoding: x-rot13;q=1, *;q=0',
  'Accept-Language: \xff;q=9',
  'Range: bytes=9-1',
  'Expect: 100-continue',
  'Expect: 200-ok',
  'X-Forwarded-For: \xff, a, b, , ::::',
  'X-Forwarded-Proto: gopher',
  'X-Forwarded-Host: evil.example',
  'Host: evil.example:99999',
  'Host: ',
  'Origin: null',
  'Upgrade: websocket',
  'Connection: upgrade, \xff',
  'Transfer-Encoding: gzip, identity',
  'Content-Length: 0',
  'X-HTTP-Method-Override: DELETE',
]

export function* headerTrials(there: Furniture, bearer: string): Generator<Trial> {
  const lot = `/v1/auctions/${there.lots[0]}`
  const targets = [
    lot,
    `${lot}/stream`,
    '/v1/me/stream',
    '/v1/me',
    '/user/me',
    '/auth/refresh',
    '/v1/search/orders',
    '/',
  ]
  for (const header of oddHeaders) {
    const headers = header.startsWith('Authorization') ? [header] : [bearer, header]
    const what = JSON.stringify(header.slice(0, 60))
    const may = { isHttp: !/^(Transfer-Encoding|Content-Length|Upgrade|Connection)/.test(header) }
    for (const target of targets) yield trial(what, { method: 'GET', target, headers }, may)
    const body = Buffer.from('{"type":"exact","amount":1}')
    yield trial(what, { method: 'POST', target: `${lot}/bids`, headers: [...headers, json], body }, may)
  }
}

export function* protocolTrials(): Generator<Trial> {
  const notHttp = { isHttp: false }
  for (const method of ['BREW', 'get', 'TRACE', 'OPTIONS', 'PROPFIND', 'QUERY', 'HEAD', 'CONNECT', 'G\0T']) {
    yield trial('a method', { method, target: '/v1/auctions' }, notHttp)
  }
  for (const target of [
    '*',
    '//v1/auctions',
    '/v1//auctions',
    '/v1/auctions/',
    '/../../etc/passwd',
    '/%2e%2e/',
    '/v1/auctions/%2F',
    'http://evil.example/v1/time',
    '/v1/time#part',
    '/V1/TIME',
    '/v1/time;a=b',
    '/\\v1\\time',
    '/?',
    '/%',
    '/\xff',
    '/docs/%00',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/../../package.json',
    '/index.html%00',
    '/docs/../../package.json',
    '/status/..%2f',
  ]) {
    yield trial('a target', { method: 'GET', target }, notHttp)
  }
  const post = { method: 'POST', target: '/v1/auth/signin' }
  for (const headers of [
    ['Content-Length: 5', 'Content-Length: 6'],
    ['Content-Length: -1'],
    ['Content-Length: 1e3'],
    ['Content-Length: 99999999999999999999'],
    ['Transfer-Encoding: chunked', 'Content-Length: 3'],
    ['Transfer-Encoding: chunked, chunked'],
    ['Transfer-Encoding: xchunked'],
    [' folded: yes'],
    ['No colon'],
    ['Bad name: yes'],
    ['X-Null: a\0b'],
    ['X-Return: a\rb'],
  ]) {
    yield trial(
      JSON.stringify(headers),
      { ...post, headers: [json, ...headers], body: Buffer.from('{}\r\n0\r\n\r\n') },
      notHttp,
    )
  }
}
