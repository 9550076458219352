import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import { createCleanUp, echo, startUpstream, startWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

const started = async () => {
  const query = await startUpstream(echo('query-api'))
  const web = await startWeb({ query: [query.url] })
  cleanUp.add(query.close)
  cleanUp.add(web.stop)
  return { url: web.url, query }
}

const openapi = z.object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

describe('the contracts', () => {
  it('are there for tools', async () => {
    const { url, query } = await started()
    const http = await request(url).get('/openapi.json').expect(200)
    expect(http.headers['content-type']).toBe('application/json; charset=utf-8')
    const { paths, openapi: version } = openapi.parse(http.body)
    expect(version).toBe('3.1.1')
    expect(Object.keys(paths['/v1/auctions/{id}'] ?? {})).toEqual(['get', 'patch'])
    const kafka = await request(url).get('/asyncapi.yaml').buffer(true).expect(200)
    expect(kafka.headers['content-type']).toBe('application/yaml; charset=utf-8')
    expect(query.requests).toEqual([])
  })

  it('are asked for once', async () => {
    const { url } = await started()
    const { headers } = await request(url).get('/docs').expect(200)
    await request(url).get('/docs').set('If-None-Match', String(headers.etag)).expect(304)
    expect(headers['content-encoding']).toBe('gzip')
    expect(Number(headers['content-length'])).toBeLessThan(60_000)
    await request(url).get('/docs/').set('Accept-Encoding', 'identity').expect(200)
    await request(url).get('/DOCS').expect(200)
  })
})

describe.each(['/docs', '/docs/events'])('GET %s', (path) => {
  it('lets in its own style sheet and nothing else', async () => {
    const { url } = await started()
    const { text, headers } = await request(url).get(path).expect(200)
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    expect(text).not.toMatch(/<script|<link|<img|<iframe|style="|https?:\/\//)
  })

  it('leads nowhere that is not there', async () => {
    const { url } = await started()
    const { text } = await request(url).get(path)
    const ids = Array.from(text.matchAll(/ id="([^"]+)"/g), ([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const targets = Array.from(text.matchAll(/href="#([^"]+)"/g), ([, id]) => id)
    expect(targets.filter((id) => !ids.includes(id))).toEqual([])
  })
})

it('every route and every message is there to read', async () => {
  const { url } = await started()
  const { paths } = openapi.parse((await request(url).get('/openapi.json')).body)
  const { text } = await request(url).get('/docs')
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      expect(text).toContain(`<span class="method">${method.toUpperCase()}</span> <code>${path}</code>`)
    }
  }
  const events = await request(url).get('/docs/events')
  expect(events.text).toContain('<code>bid.placed</code> <span class="soft">version 2</span>')
  expect(events.text).toContain('From command-api to')
})
