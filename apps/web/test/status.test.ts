import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { createCleanUp, startUpstream, startWeb, unusedUrl } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

const readyz = async (status: number, body: unknown) => {
  const admin = await startUpstream((_req, res) => {
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  })
  cleanUp.add(admin.close)
  return admin
}

const started = async (status: readonly { name: string; url: string }[]) => {
  const web = await startWeb({ status })
  cleanUp.add(web.stop)
  return web
}

describe('GET /status', () => {
  it('shows each service with its checks, and how to go on', async () => {
    const ready = await readyz(200, { status: 'ready', checks: { database: 'ok' } })
    const ill = await readyz(503, { status: 'not_ready', checks: { messaging: 'no answer within 1000 ms' } })
    const web = await started([
      { name: 'command-api', url: ready.url },
      { name: 'projector', url: ill.url },
      { name: 'scheduler', url: await unusedUrl() },
    ])
    const { text, headers } = await request(web.url).get('/status').expect(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(text).toContain('2 of 3 services are not ready.')
    expect(text).toMatch(/command-api <span class="good">✓ ready/)
    expect(text).toMatch(/projector <span class="bad">✗ not ready/)
    expect(text).toContain('no answer within 1000 ms')
    expect(text).toMatch(/scheduler <span class="bad">✗ unreachable/)
    expect(text).toContain('href="/v1/auctions"')
    expect(text).toContain('href="/docs"')
    expect(ready.requests).toMatchObject([{ method: 'GET', url: '/readyz' }])
  })

  it('lets in its own style sheet and nothing else', async () => {
    const web = await started([])
    const { text, headers } = await request(web.url).get('/status')
    const style = /<style>(.*)<\/style>/s.exec(text)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    expect(text).not.toMatch(/<script|<link|<img|style="/)
  })

  it('escapes what services say, and the host that a client claims', async () => {
    const hostile = await readyz(503, {
      status: '<b>ill</b>',
      checks: { '<img src=x>': '"><script>alert(1)</script>', "it's": 'a & b' },
    })
    const web = await started([{ name: 'query-api', url: hostile.url }])
    const { text } = await request(web.url).get('/status').set('Host', '$(reboot)"<x>')
    expect(text).not.toMatch(/<script|<img|<b>|reboot/)
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('it&#39;s')
    expect(text).toContain('a &amp; b')
  })

  it('does not wait for a service that is silent', async () => {
    const silent = await startUpstream(() => {})
    cleanUp.add(silent.close)
    const web = await started([{ name: 'projector', url: silent.url }])
    const { text } = await request(web.url).get('/status').expect(200)
    expect(text).toContain('unreachable')
  })
})

describe('GET /status.json', () => {
  it('says the same for machines', async () => {
    const admin = await readyz(200, { status: 'ready', checks: { database: 'ok' } })
    const web = await started([{ name: 'command-api', url: admin.url }])
    const { body } = await request(web.url).get('/status.json').expect(200)
    expect(body).toEqual({
      ready: true,
      checkedAt: expect.stringMatching(/Z$/),
      services: [{ name: 'command-api', ready: true, status: 'ready', checks: [{ name: 'database', result: 'ok' }] }],
    })
  })

  it('asks the services once a second, however many readers there are', async () => {
    const admin = await readyz(200, { status: 'ready', checks: {} })
    const web = await started([{ name: 'command-api', url: admin.url }])
    await Promise.all(Array.from({ length: 20 }, () => request(web.url).get('/status.json').expect(200)))
    await request(web.url).get('/status').expect(200)
    expect(admin.requests).toHaveLength(1)
  })
})
