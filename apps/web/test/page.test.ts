import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import { builtPage } from '../src/page/routes.ts'
import { createCleanUp, echo, startUpstream, startWeb, type TestWeb } from './upstream.ts'

const cleanUp = createCleanUp()
afterEach(() => cleanUp.run())

let page: string
beforeEach(async () => {
  page = await mkdtemp(join(tmpdir(), 'gavel-page-'))
  cleanUp.add(() => rm(page, { recursive: true }))
  await mkdir(join(page, 'assets'))
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Gavel</title>')
  await writeFile(join(page, 'assets', 'main-1a2b.js'), 'plain')
  await writeFile(join(page, 'assets', 'main-1a2b.js.gz'), gzipSync('compressed'))
})

const started = async (directory = page): Promise<TestWeb> => {
  const query = await startUpstream(echo('query-api'))
  const command = await startUpstream(echo('command-api'))
  const web = await startWeb({ query: [query.url], command: [command.url], page: directory })
  cleanUp.add(query.close)
  cleanUp.add(command.close)
  cleanUp.add(web.stop)
  return web
}

describe('the page', () => {
  it.each([
    '/',
    '/search?q=vase',
    '/lots/1007',
    '/lots/1007/',
    '/lots/1007/revise',
    '/sell',
    '/me',
    '/me/bids',
    '/me/orders/0193',
    '/shop',
    '/shop/1',
    '/signin?back=%2Flots%2F1',
    '/signup',
  ])('is at %s', async (path) => {
    const web = await started()
    const { text, headers } = await request(web.url).get(path).expect(200)
    expect(text).toContain('<title>Gavel</title>')
    expect(headers['content-type']).toMatch(/^text\/html/)
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
  })

  it.each(['/items', '/search/orders', '/auction/1', '/products/1', '/v1/auctions', '/lots', '/me/orders/1/pay', '/x'])(
    'leaves %s to the services',
    async (path) => {
      const web = await started()
      const { body } = await request(web.url).get(path).expect(200)
      expect(body).toMatchObject({ name: 'query-api', url: path })
    },
  )

  it('leaves what is no read to the services, on its own paths too', async () => {
    const web = await started()
    const { body } = await request(web.url).post('/lots/1007').send({}).expect(200)
    expect(body).toMatchObject({ name: 'command-api', url: '/lots/1007' })
  })

  it('gives its files for ever, compressed to whoever takes that', async () => {
    const web = await started()
    const file = await request(web.url).get('/assets/main-1a2b.js').set('Accept-Encoding', 'gzip').expect(200)
    expect(file.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(file.text).toBe('compressed')
    const plain = await request(web.url).get('/assets/main-1a2b.js').set('Accept-Encoding', 'identity').expect(200)
    expect(plain.text).toBe('plain')
  })

  it('answers 304 to who has it, and HEAD without a body', async () => {
    const web = await started()
    const { headers } = await request(web.url).get('/').expect(200)
    const again = await request(web.url)
      .get('/lots/1')
      .set('If-None-Match', headers.etag ?? '')
      .expect(304)
    // A browser puts the headers of a 304 in the place of those it has kept.
    for (const name of ['content-security-policy', 'cache-control']) expect(again.headers[name]).toBe(headers[name])
    const { text } = await request(web.url).head('/lots/1').expect(200)
    expect(text ?? '').toBe('')
  })

  it.each(['/assets/../../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/..%2fpackage.json'])(
    'gives nothing beside it: %s',
    async (path) => {
      const web = await started()
      const { text } = await request(web.url).get(path)
      expect(text).not.toContain('@gavel/web')
    },
  )

  it('tells a person who has mistyped, as a page, and a program as a service does', async () => {
    const web = await started()
    const navigation = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const lost = await request(web.url).get('/nowhere/at-all').set(navigation).expect(404)
    expect(lost.text).toContain('<title>Gavel</title>')
    expect(lost.headers['content-security-policy']).toContain("script-src 'self'")
    for (const path of ['/items', '/v1/nowhere', '/auction/1', '/products/1']) {
      const { body, headers } = await request(web.url).get(path).set(navigation).expect(200)
      expect(body).toMatchObject({ name: 'query-api', url: path })
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['cache-control']).toBeUndefined()
    }
  })

  it('says so when it was not built', async () => {
    const web = await started(join(page, 'nowhere'))
    const { body } = await request(web.url).get('/lots/1').expect(503)
    expect(body).toMatchObject({ code: 'unavailable', detail: 'The page is not built: pnpm turbo run build.' })
  })
})

describe('the page as it was built', () => {
  const chunk = z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
    isDynamicEntry: z.boolean().default(false),
  })
  const readManifest = async () =>
    z.record(z.string(), chunk).parse(JSON.parse(await readFile(join(builtPage, '.vite', 'manifest.json'), 'utf8')))

  it('loads with less than 120 kB, compressed, whichever page is opened first', async () => {
    const manifest = await readManifest()
    const pages = Object.keys(manifest).filter((name) => /Page\.tsx$/.test(name) && manifest[name]?.isDynamicEntry)
    expect(pages.length).toBeGreaterThan(5)
    for (const opened of pages) {
      const files = new Set<string>(['index.html'])
      const add = (name: string): void => {
        const { file, imports, css } = chunk.parse(manifest[name])
        if (files.has(file)) return
        for (const one of [file, ...css]) files.add(one)
        imports.forEach(add)
      }
      add('index.html')
      add(opened)
      const sizes = await Promise.all(
        [...files].map(async (file) => gzipSync(await readFile(join(builtPage, file))).length),
      )
      const bytes = sizes.reduce((sum, size) => sum + size, 0)
      expect({ opened, isLight: bytes < 120_000, bytes }).toMatchObject({ isLight: true })
    }
  })

  it('keeps its list of chunks to itself', async () => {
    const web = await started(builtPage)
    const { body } = await request(web.url).get('/.vite/manifest.json')
    expect(body).toMatchObject({ name: 'query-api' })
  })

  it('has no secret and no address in it', async () => {
    const manifest = await readManifest()
    for (const { file } of Object.values(manifest)) {
      const text = await readFile(join(builtPage, file), 'utf8')
      expect(text).not.toMatch(/PRIVATE KEY|"d":"|postgres:\/\/|redis:\/\/|localhost:\d/)
    }
  })
})
