import { randomUUID } from 'node:crypto'
import { developmentIssuer, developmentSigningKey } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { generateKeyPair, importJWK, SignJWT } from 'jose'
import request from 'supertest'
import { z } from 'zod'
import { type CommandSideFixture, startCommandSide, tokenOf } from './commandSide.fixture.ts'
import { cookieLine, openPage, pageSession, password } from './page.fixture.ts'

let side: CommandSideFixture
beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

const newAddress = (): string => `page.${randomUUID()}@gavel.example`

async function signedUp(app = side.app) {
  const page = openPage(app)
  const email = newAddress()
  const answer = await page.post('signup', { email, username: 'Some One', password })
  expect(answer.status).toBe(201)
  return { page, email, answer, ...pageSession.parse(answer.body) }
}

const told = ({ status, body }: { status: number; body: { code?: string } }) => ({ status, code: body.code })

const removed =
  'gavel_session=; Path=/v1/auth/session; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict'

/** No session is an answer, and no error. */
function expectNone(answer: request.Response, setCookie: string | undefined): void {
  expect({ status: answer.status, text: answer.text, cookie: cookieLine(answer) }).toEqual({
    status: 204,
    text: '',
    cookie: setCookie,
  })
}

describe("a page's session", () => {
  it('begins with an account, and is in a cookie that no script reads and no other path is sent', async () => {
    const { answer, user, page } = await signedUp()
    expect(user).toMatchObject({ username: 'Some One', roles: ['bidder'] })
    expect(answer.headers['cache-control']).toBe('no-store')
    const line = cookieLine(answer) ?? ''
    expect(line.replace(page.cookie()?.value ?? '', '<token>').replace(/Expires=[^;]+/, 'Expires=<then>')).toBe(
      'gavel_session=<token>; Max-Age=86400; Path=/v1/auth/session; Expires=<then>; HttpOnly; SameSite=Strict',
    )
    const expiresMs = Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? '')
    expect(Math.abs(expiresMs - Date.now() - 86_400_000)).toBeLessThan(60_000)
    expect(answer.text).not.toContain(page.cookie()?.value.split('.')[2])
  })

  it('is kept over TLS alone where that is set, under a name that goes with it', async () => {
    const secure = await side.another({ sessionCookieSecure: true })
    const { answer, page } = await signedUp(secure.app)
    expect(cookieLine(answer)).toMatch(
      /^__Secure-gavel_session=[^;]+; Max-Age=86400; Path=\/v1\/auth\/session; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect((await page.post('refresh')).status).toBe(200)
    const value = page.cookie()?.value ?? ''
    // Anybody on the way may have planted the other one.
    expectNone(await openPage(secure.app, { name: 'gavel_session', value }).post('refresh'), undefined)
    expectNone(
      await page.post('signout'),
      removed.replace('gavel', '__Secure-gavel').replace('HttpOnly;', 'HttpOnly; Secure;'),
    )
  })

  it('gives an access token as any other', async () => {
    const { accessToken, user } = await signedUp()
    const me = await request(side.app).get('/user/me').set('Authorization', `Bearer ${accessToken}`)
    expect(me.body).toMatchObject({ id: user.paddleNumber, roles: ['bidder'] })
  })

  it('begins with a sign-in, which tells the two failures apart to nobody and changes no cookie', async () => {
    const { email, user } = await signedUp()
    const page = openPage(side.app)
    const wrong = await page.post('signin', { email, password: 'four rusty anvils' })
    const unknown = await page.post('signin', { email: newAddress(), password })
    expect(told(wrong)).toEqual({ status: 401, code: 'invalid_credentials' })
    expect(wrong.body).toEqual(unknown.body)
    expect(page.cookie()).toBeUndefined()
    const right = await page.post('signin', { email: email.toUpperCase(), password })
    expect(right.status).toBe(200)
    expect(pageSession.parse(right.body).user).toEqual(user)
    expect((await page.post('refresh')).status).toBe(200)
  })

  it('refuses what sign-up elsewhere refuses, and then gives no cookie', async () => {
    const { email } = await signedUp()
    const page = openPage(side.app)
    const taken = await page.post('signup', { email, username: 'x', password })
    expect(told(taken)).toEqual({ status: 409, code: 'email_in_use' })
    for (const body of [{ email: newAddress(), username: 'x', password: 'short' }, { email, password }, []]) {
      expect(told(await page.post('signup', body))).toEqual({ status: 422, code: 'invalid_input' })
    }
    expect(page.cookie()).toBeUndefined()
  })

  it('says of an administrator that he is one', async () => {
    const { page, user } = await signedUp()
    await side.pool.query(`update users set roles = '{bidder,administrator}' where id = $1`, [user.id])
    expect(pageSession.parse((await page.post('refresh')).body).user.roles).toEqual(['bidder', 'administrator'])
  })
})

describe('refreshing', () => {
  it('rotates the cookie, asked with {} or with no body', async () => {
    const { page, user } = await signedUp()
    const values = [page.cookie()?.value]
    for (let time = 0; time < 4; time += 1) {
      const answer = await page.post('refresh', time % 2 === 0 ? {} : undefined)
      expect(answer.status).toBe(200)
      expect(pageSession.parse(answer.body).user).toEqual(user)
      const line = cookieLine(answer) ?? ''
      expect(line).toMatch(/; Max-Age=86400; Path=\/v1\/auth\/session; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
      values.push(page.cookie()?.value)
    }
    expect(new Set(values).size).toBe(5)
    expect(values).not.toContain(undefined)
  })

  it('takes no other body', async () => {
    const { page } = await signedUp()
    const before = page.cookie()
    for (const body of [{ refreshToken: before?.value }, []]) {
      for (const what of ['refresh', 'signout']) {
        expect(told(await page.post(what, body))).toEqual({ status: 422, code: 'invalid_input' })
      }
    }
    expect(page.cookie()).toEqual(before)
    expect((await page.post('refresh')).status).toBe(200)
  })

  it('goes well in two tabs at once, on two instances, and after a lost answer', async () => {
    const { page } = await signedUp()
    const other = await side.another()
    const tabs = [openPage(side.app, page.cookie()), openPage(other.app, page.cookie())]
    const answers = await Promise.all(tabs.map((tab) => tab.post('refresh')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    for (const tab of tabs) expect((await tab.post('refresh')).status).toBe(200)
  })

  it('with a cookie of before, once the grace is over, is no session any more for either who has it', async () => {
    const strict = await side.another({ refreshGraceSec: 0 })
    const { page } = await signedUp(strict.app)
    const thief = openPage(strict.app, page.cookie())
    expect((await page.post('refresh')).status).toBe(200)
    expectNone(await thief.post('refresh'), removed)
    expectNone(await page.post('refresh'), removed)
    expect(page.cookie()).toBeUndefined()
  })

  it('without a cookie is 204, and removes none that another tab may have been given since', async () => {
    expectNone(await openPage(side.app).post('refresh'), undefined)
    const elsewhere = { name: 'theme', value: 'dark' }
    expectNone(await openPage(side.app, elsewhere).post('refresh'), undefined)
  })

  const claims = { sid: randomUUID(), gen: 1, epoch: 1 }
  const draft = (end: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'rt+jwt', kid: 'development' })
      .setSubject(randomUUID())
      .setIssuer(developmentIssuer)
      .setAudience(developmentIssuer)
      .setExpirationTime(end)
  const key = () => importJWK(developmentSigningKey, 'EdDSA')

  it.each<[string, () => Promise<string>]>([
    ['empty', async () => ''],
    ['nonsense', async () => 'nonsense'],
    ['badly encoded', async () => '%E0%A4%A'],
    ['quoted', async () => '"nonsense"'],
    ['longer than any token', async () => 'a'.repeat(6_000)],
    ['forged', async () => draft('1h').sign((await generateKeyPair('EdDSA')).privateKey)],
    ['expired', async () => draft('-1h').sign(await key())],
    ['of a session that there never was', async () => draft('1h').sign(await key())],
    ['an access token', () => tokenOf(7)],
  ])('with a cookie that is %s is 204, without it, and so is signing out', async (_what, make) => {
    const value = await make()
    for (const what of ['refresh', 'signout']) {
      const page = openPage(side.app, { name: 'gavel_session', value })
      expectNone(await page.post(what), removed)
      expect(page.cookie()).toBeUndefined()
    }
  })

  it('does not outlive a Redis that has forgotten', async () => {
    const { page } = await signedUp()
    const claimed: unknown = JSON.parse(
      Buffer.from(page.cookie()?.value.split('.')[1] ?? '', 'base64url').toString('utf8'),
    )
    expect(await side.redis.del(`session:${z.object({ sid: z.string() }).parse(claimed).sid}`)).toBe(1)
    expectNone(await page.post('refresh'), removed)
  })

  it('is a 503 while Redis is away, which costs nobody his cookie', async () => {
    const { page, email, accessToken } = await signedUp()
    const cut = await side.another({ redisUrl: 'redis://127.0.0.1:1' })
    const before = page.cookie()
    const away = openPage(cut.app, before)
    const bearer = { Authorization: `Bearer ${accessToken}` }
    const answers = [
      await away.post('refresh'),
      await away.post('signin', { email, password }),
      await away.post('signup', { email: newAddress(), username: 'x', password }),
      await away.post('password', { currentPassword: password, newPassword: 'four shiny anvils' }, bearer),
    ]
    for (const answer of answers) {
      expect(told(answer)).toEqual({ status: 503, code: 'unavailable' })
      expect(answer.headers['retry-after']).toBe('2')
      expect(cookieLine(answer)).toBeUndefined()
    }
    expect(away.cookie()).toEqual(before)
    expect((await page.post('refresh')).status).toBe(200)
  })

  it('keeps the cookie, too, where it is the database that fails', async () => {
    const { page } = await signedUp()
    await side.pool.query('alter table users rename to users_away')
    try {
      for (const what of ['refresh', 'signout']) {
        const answer = await page.post(what)
        expect(answer.status).toBe(500)
        expect(cookieLine(answer)).toBeUndefined()
      }
    } finally {
      await side.pool.query('alter table users_away rename to users')
    }
    expect((await page.post('refresh')).status).toBe(200)
  })
})

describe('signing out', () => {
  it('ends the session here and in every other browser, those without cookies too, and is 204 once more', async () => {
    const { page, email } = await signedUp()
    const phone = openPage(side.app)
    expect((await phone.post('signin', { email, password })).status).toBe(200)
    const script = await request(side.app).post('/v1/auth/signin').send({ email, password })
    const stolen = openPage(side.app, page.cookie())

    expectNone(await page.post('signout'), removed)
    expect(page.cookie()).toBeUndefined()
    expectNone(await page.post('signout'), undefined)
    expectNone(await phone.post('refresh'), removed)
    expectNone(await stolen.post('refresh'), removed)
    const refreshed = await request(side.app).post('/v1/auth/refresh').send({ refreshToken: script.body.refreshToken })
    expect(told(refreshed)).toEqual({ status: 401, code: 'session_ended' })
  })

  it('with a cookie of before ends nothing that has begun since', async () => {
    const { page, email } = await signedUp()
    const old = openPage(side.app, page.cookie())
    await page.post('signout')
    expect((await page.post('signin', { email, password })).status).toBe(200)
    expectNone(await old.post('signout'), removed)
    expect((await page.post('refresh')).status).toBe(200)
  })

  it('needs no Redis', async () => {
    const { page } = await signedUp()
    const cut = await side.another({ redisUrl: 'redis://127.0.0.1:1' })
    const stolen = openPage(side.app, page.cookie())
    expectNone(await openPage(cut.app, page.cookie()).post('signout'), removed)
    expectNone(await stolen.post('refresh'), removed)
  })
})

describe('a new password', () => {
  const change = { currentPassword: password, newPassword: 'four shiny anvils' }

  it('ends all sessions but the one that it begins', async () => {
    const { page, email, accessToken } = await signedUp()
    const before = openPage(side.app, page.cookie())
    const bearer = { Authorization: `Bearer ${accessToken}` }
    const changed = await page.post('password', change, bearer)
    expect(changed.status).toBe(200)
    pageSession.parse(changed.body)
    expect(cookieLine(changed)).toMatch(
      /^gavel_session=[^;]+; Max-Age=86400; Path=\/v1\/auth\/session; .*SameSite=Strict$/,
    )
    expectNone(await before.post('refresh'), removed)
    expect((await page.post('refresh')).status).toBe(200)
    expect((await page.post('signin', { email, password })).status).toBe(401)
    expect((await page.post('signin', { email, password: change.newPassword })).status).toBe(200)
  })

  it('needs the access token, which the cookie is not, and the old password', async () => {
    const { page, accessToken } = await signedUp()
    const before = page.cookie()
    expect(told(await page.post('password', change))).toEqual({ status: 401, code: 'token_missing' })
    const asToken = { Authorization: `Bearer ${before?.value}` }
    expect(told(await page.post('password', change, asToken))).toEqual({ status: 401, code: 'token_invalid' })
    const bearer = { Authorization: `Bearer ${accessToken}` }
    const wrong = await page.post('password', { ...change, currentPassword: 'not this one' }, bearer)
    expect(told(wrong)).toEqual({ status: 401, code: 'invalid_credentials' })
    const common = await page.post('password', { ...change, newPassword: 'password1' }, bearer)
    expect(told(common)).toEqual({ status: 422, code: 'invalid_input' })
    expect(page.cookie()).toEqual(before)
    expect((await page.post('refresh')).status).toBe(200)
  })
})
