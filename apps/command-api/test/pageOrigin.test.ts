import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, startCommandSide } from './commandSide.fixture.ts'
import { cookieLine, ofOwnPage, openPage, password } from './page.fixture.ts'

let side: CommandSideFixture
let direct: CommandSideFixture['app']
beforeAll(async () => {
  side = await startCommandSide()
  direct = (await side.another({ proxies: 0 })).app
})
afterAll(() => side.stop())

const routes = ['signup', 'signin', 'password', 'refresh', 'signout']
const refused = { status: 403, code: 'cross_site_request' }
const told = ({ status, body }: { status: number; body: { code?: string } }) => ({ status, code: body.code })

type Headers = Record<string, string>

const ask = (what: string, headers: Headers, app = side.app) =>
  request(app).post(`/v1/auth/session/${what}`).set(headers).send({})

const header = { 'X-Gavel-Session': 'page' }
const web = (host: string): Headers => ({ ...header, Host: '127.0.0.1:4001', 'X-Forwarded-Host': host })

/** What a request that is not our page's looks like. */
const foreign: readonly (readonly [string, Headers])[] = [
  ['nothing at all, as from a form', {}],
  ['the header with another word', { 'X-Gavel-Session': 'Page' }],
  ['the header twice', { 'X-Gavel-Session': 'page, page' }],
  ['Sec-Fetch-Site: cross-site', { ...header, 'Sec-Fetch-Site': 'cross-site' }],
  ['Sec-Fetch-Site: same-site', { ...header, 'Sec-Fetch-Site': 'same-site' }],
  ['an empty Sec-Fetch-Site', { ...header, 'Sec-Fetch-Site': '' }],
  ['a foreign Origin', { ...web('gavel.example'), Origin: 'https://evil.example' }],
  ['a foreign Origin that the browser takes for ours', { ...ofOwnPage, Origin: 'https://evil.example' }],
  ['an Origin that begins as ours', { ...web('gavel.example'), Origin: 'https://gavel.example.evil.example' }],
  ['an Origin below ours', { ...web('gavel.example'), Origin: 'https://evil.gavel.example' }],
  ['an Origin of another port', { ...web('localhost:4000'), Origin: 'http://localhost:3000' }],
  ['an Origin that is none', { ...web('gavel.example'), Origin: 'null' }],
  ['an empty Origin', { ...web('gavel.example'), Origin: '' }],
  ['an Origin of a file', { ...web(''), Host: '', Origin: 'file://' }],
  ['an Origin of an extension', { ...web('gavel.example'), Origin: 'chrome-extension://gavel.example' }],
  ['two Origins', { ...web('gavel.example'), Origin: 'https://gavel.example, https://evil.example' }],
  ['a foreign Host', { ...header, Host: 'evil.example', Origin: 'https://gavel.example' }],
  ['a foreign X-Forwarded-Host', { ...web('evil.example'), Host: 'gavel.example', Origin: 'https://gavel.example' }],
  ['a Host that is none', { ...web('gavel example'), Origin: 'https://gavel.example' }],
]

describe.each(foreign)('a request with %s', (_what, headers) => {
  it('is refused by each of the routes, whoever has sent it', async () => {
    const cookie = { Cookie: 'gavel_session=nonsense' }
    for (const what of routes) {
      const answer = await ask(what, { ...headers, ...cookie, Authorization: await bearer(7_101) })
      expect(told(answer)).toEqual(refused)
      expect(cookieLine(answer)).toBeUndefined()
    }
  })
})

/** How our page's requests come in, behind web or before it. */
const own: readonly (readonly [string, Headers])[] = [
  ['without any header of a browser, as from a script of ours', header],
  ['from a page of the same origin', ofOwnPage],
  ['typed by its user', { ...header, 'Sec-Fetch-Site': 'none' }],
  ['behind web', { ...web('localhost:4000'), Origin: 'http://localhost:4000', 'Sec-Fetch-Site': 'same-origin' }],
  ['behind web on another port', { ...web('localhost:49152'), Origin: 'http://localhost:49152' }],
  ['behind TLS that is ended before web', { ...web('gavel.example'), Origin: 'https://gavel.example' }],
  ['behind a port that goes without saying', { ...web('gavel.example:443'), Origin: 'https://gavel.example' }],
  ['with a host in capitals', { ...web('Gavel.Example'), Origin: 'https://gavel.example' }],
  ['at an address of IPv6', { ...web('[::1]:4000'), Origin: 'http://[::1]:4000' }],
  ['behind two proxies', { ...web('gavel.example, web:4000'), Origin: 'https://gavel.example' }],
  ['behind none', { ...header, Host: 'localhost:4001', Origin: 'http://localhost:4001' }],
]

describe.each(own)('a request %s', (_what, headers) => {
  it('is taken', async () => {
    const answers = [await ask('refresh', headers), await ask('signout', headers), await ask('signin', headers)]
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 422])
  })
})

it('goes by Host alone where no proxy is said to be', async () => {
  const forwarded = { ...web('gavel.example'), Origin: 'https://gavel.example' }
  expect(told(await ask('refresh', forwarded, direct))).toEqual(refused)
  expect((await ask('refresh', { ...forwarded, Host: 'gavel.example' }, direct)).status).toBe(204)
})

it('harms nobody who is signed in when it is foreign', async () => {
  const page = openPage(side.app)
  const email = `origin.${randomUUID()}@gavel.example`
  expect((await page.post('signup', { email, username: 'x', password })).status).toBe(201)
  const before = page.cookie()
  for (const what of ['refresh', 'signout']) {
    expect(told(await page.post(what, {}, { 'Sec-Fetch-Site': 'cross-site' }))).toEqual(refused)
  }
  expect(page.cookie()).toEqual(before)
  expect((await page.post('refresh')).status).toBe(200)
})

it('takes neither forms nor text, which other sites could send', async () => {
  for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
    const answer = await request(side.app)
      .post('/v1/auth/session/signin')
      .set({ ...ofOwnPage, 'Content-Type': type })
      .send('email=a@b.example&password=x')
    expect(told(answer)).toEqual({ status: 415, code: 'unsupported_media_type' })
  }
})

it('gives no other site leave to send more, and takes POST alone', async () => {
  for (const what of routes) {
    const path = `/v1/auth/session/${what}`
    const preflight = await request(side.app)
      .options(path)
      .set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' })
      .set('Access-Control-Request-Headers', 'x-gavel-session')
    for (const answer of [preflight, await request(side.app).get(path), await request(side.app).delete(path)]) {
      expect(told(answer)).toEqual({ status: 405, code: 'method_not_allowed' })
      expect(answer.headers.allow).toBe('POST')
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  }
})
