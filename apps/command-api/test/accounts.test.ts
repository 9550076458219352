import { randomUUID } from 'node:crypto'
import { developmentAudience, developmentIssuer, developmentJwks, developmentSigningKey } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { hash } from '@node-rs/argon2'
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, UnsecuredJWT } from 'jose'
import request from 'supertest'
import { z } from 'zod'
import { type CommandSideFixture, type Instance, startCommandSide, tokenOf } from './commandSide.fixture.ts'

let side: CommandSideFixture
beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

const session = z.object({
  user: z.strictObject({ id: z.uuid(), username: z.string(), paddleNumber: z.int() }),
  accessToken: z.string(),
  accessTokenExpiresAt: z.iso.datetime(),
  refreshToken: z.string(),
})

const { d: _secret, ...publicHalf } = developmentSigningKey

const password = 'three rusty anvils'
const newAddress = (): string => `someone.${randomUUID()}@gavel.example`

type Body = Record<string, unknown>

const post = (path: string, body: Body, app = side.app) => request(app).post(`/v1/auth/${path}`).send(body)

async function signUp(email = newAddress(), app = side.app) {
  const answer = await post('signup', { email, username: 'Some One', password }, app)
  expect(answer.status).toBe(201)
  return { email, ...session.parse(answer.body) }
}

const refresh = async (refreshToken: string, app = side.app) => post('refresh', { refreshToken }, app)

const told = ({ status, body }: { status: number; body: { code?: string } }) => ({ status, code: body.code })
const ended = { status: 401, code: 'session_ended' }
const invalid = { status: 401, code: 'token_invalid' }

const countUsers = async (): Promise<number> => {
  const { rows } = await side.pool.query<{ count: string }>('select count(*) from users')
  return Number(rows[0]?.count)
}

describe('signing up', () => {
  it('gives an account, a paddle, and a session whose access token every service verifies by the public key', async () => {
    const { user, accessToken, accessTokenExpiresAt } = await signUp()
    const { payload, protectedHeader } = await jwtVerify(accessToken, await importJWK(publicHalf, 'EdDSA'), {
      issuer: developmentIssuer,
      audience: developmentAudience,
      typ: 'at+jwt',
    })
    expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'development' })
    expect(payload).toMatchObject({
      sub: user.id,
      username: 'Some One',
      paddle_number: user.paddleNumber,
      roles: ['bidder'],
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900)
    expect(Date.parse(accessTokenExpiresAt)).toBe((payload.exp ?? 0) * 1_000)
    expect(user.paddleNumber).toBeGreaterThan(10_000)
  })

  it('keeps no password, and nothing that a cache may keep', async () => {
    const email = newAddress()
    const answer = await post('signup', { email, username: 'x', password })
    expect(answer.headers['cache-control']).toBe('no-store')
    const { rows } = await side.pool.query<{ hash: string }>(
      'select password_hash as hash from users where email = $1',
      [email],
    )
    expect(rows[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('gives an address one account, however it is written and however many ask at once', async () => {
    const other = await side.another()
    const email = newAddress()
    const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('someone', 'SomeOne')]
    const answers = await Promise.all(
      spellings.map((spelling, index) =>
        post('signup', { email: spelling, username: 'x', password }, index % 2 === 0 ? side.app : other.app),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('email_in_use')
  })

  it.each<[string, Body]>([
    ['no address', { username: 'x', password }],
    ['what is no address', { email: 'nobody', username: 'x', password }],
    ['an address that is too long', { email: `${'a'.repeat(250)}@b.example`, username: 'x', password }],
    ['no name', { email: 'a@b.example', username: ' ', password }],
    ['a name that turns around', { email: 'a@b.example', username: 'a\u202eb', password }],
    ['a short password', { email: 'a@b.example', username: 'x', password: 'abcdefg' }],
    ['seven characters of two units each', { email: 'a@b.example', username: 'x', password: '🔨'.repeat(7) }],
    ['a long password', { email: 'a@b.example', username: 'x', password: 'ab'.repeat(65) }],
    ['a common password', { email: 'a@b.example', username: 'x', password: 'Password1' }],
    ['the address', { email: 'somebody@b.example', username: 'x', password: 'SomeBody@b.example' }],
    ['the name', { email: 'a@b.example', username: 'Somebody Else', password: 'somebody else' }],
    ['something more', { email: 'a@b.example', username: 'x', password, roles: ['administrator'] }],
    ['half a character', { email: 'a@b.example', username: 'x', password: `abcdefgh\ud800` }],
  ])('refuses %s, and changes nothing', async (_what, body) => {
    const before = await countUsers()
    const answer = await post('signup', body)
    expect(told(answer)).toEqual({ status: 422, code: 'invalid_input' })
    expect(await countUsers()).toBe(before)
  })
})

describe('signing in', () => {
  it('tells nobody whether the address or the password is wrong', async () => {
    const { email, user } = await signUp()
    const right = await post('signin', { email: email.toUpperCase(), password })
    expect(right.status).toBe(200)
    expect(session.parse(right.body).user).toEqual(user)
    const wrong = await post('signin', { email, password: 'four rusty anvils' })
    const unknown = await post('signin', { email: newAddress(), password })
    expect(wrong.status).toBe(401)
    expect(wrong.body).toEqual(unknown.body)
    expect(wrong.body.code).toBe('invalid_credentials')
  })

  it('takes as long for an address that there is not', async () => {
    const { email } = await signUp()
    const medianMs = async (address: () => string): Promise<number> => {
      const times: number[] = []
      for (let round = 0; round < 7; round += 1) {
        const startedAt = performance.now()
        await post('signin', { email: address(), password: 'not this one' })
        times.push(performance.now() - startedAt)
      }
      return times.toSorted((one, other) => one - other)[3] ?? 0
    }
    await medianMs(newAddress)
    const ratio = (await medianMs(newAddress)) / (await medianMs(() => email))
    // Without hashing it would be a twentieth.
    expect(ratio).toBeGreaterThan(0.3)
  })

  it('takes a password typed on another keyboard', async () => {
    const email = newAddress()
    await post('signup', { email, username: 'x', password: 'caf\u00e9 au lait' })
    expect((await post('signin', { email, password: 'cafe\u0301 au lait' })).status).toBe(200)
  })

  it('hashes anew what was hashed with less', async () => {
    const { email } = await signUp()
    const outdated = await hash(password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
    await side.pool.query('update users set password_hash = $1 where email = $2', [outdated, email])
    for (let time = 0; time < 2; time += 1) expect((await post('signin', { email, password })).status).toBe(200)
    const { rows } = await side.pool.query<{ hash: string }>(
      'select password_hash as hash from users where email = $1',
      [email],
    )
    expect(rows[0]?.hash).toMatch(/m=19456,t=2,p=1/)
  })
})

describe('refreshing', () => {
  it('rotates: each token is good once, and an old one ends the session', async () => {
    const tokens = [(await signUp()).refreshToken]
    for (let generation = 0; generation < 3; generation += 1) {
      const answer = await refresh(tokens.at(-1) ?? '')
      expect(answer.status).toBe(200)
      tokens.push(session.parse(answer.body).refreshToken)
    }
    expect(new Set(tokens).size).toBe(4)
    expect(told(await refresh(tokens[0] ?? ''))).toEqual(ended)
    expect(told(await refresh(tokens[3] ?? ''))).toEqual(ended)
  })

  it('lets a client that lost the answer ask once more with the token before, for a moment', async () => {
    const { refreshToken } = await signUp()
    const lost = session.parse((await refresh(refreshToken)).body)
    const again = session.parse((await refresh(refreshToken)).body)
    expect((await refresh(again.refreshToken)).status).toBe(200)
    // The same generation was given twice: it is the one before now, and no thief's.
    expect((await refresh(lost.refreshToken)).status).toBe(200)
  })

  it('without the grace ends the session of whoever comes second, on whichever instance', async () => {
    const [one, other] = await Promise.all([side.another({ refreshGraceSec: 0 }), side.another({ refreshGraceSec: 0 })])
    for (let round = 0; round < 5; round += 1) {
      const { refreshToken } = await signUp()
      const answers = await Promise.all([refresh(refreshToken, one.app), refresh(refreshToken, other.app)])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
      const winner = answers.find(({ status }) => status === 200)
      expect(told(await refresh(session.parse(winner?.body).refreshToken))).toEqual(ended)
    }
  })

  it('with it gives two who race the same generation, and both go on', async () => {
    const other = await side.another()
    const { refreshToken } = await signUp()
    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken, other.app)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it('does not outlive a Redis that has forgotten: one signs in again', async () => {
    const { refreshToken, email } = await signUp()
    const { sid } = z.object({ sid: z.string() }).parse(claimsOf(refreshToken))
    expect(await side.redis.del(`session:${sid}`)).toBe(1)
    expect(told(await refresh(refreshToken))).toEqual(ended)
    expect((await post('signin', { email, password })).status).toBe(200)
  })

  it('is a 503 while Redis is away, and so is signing in', async () => {
    const { refreshToken, email } = await signUp()
    const cut = await side.another({ redisUrl: 'redis://127.0.0.1:1' })
    for (const answer of [await refresh(refreshToken, cut.app), await post('signin', { email, password }, cut.app)]) {
      expect(told(answer)).toEqual({ status: 503, code: 'unavailable' })
      expect(answer.headers['retry-after']).toBe('2')
    }
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  it('is a 503 that has done nothing, of signing up and of a new password', async () => {
    const { accessToken, email } = await signUp()
    const cut = await side.another({ redisUrl: 'redis://127.0.0.1:1' })
    const before = await countUsers()
    const unborn = newAddress()
    const signedUp = await post('signup', { email: unborn, username: 'x', password }, cut.app)
    const changed = await request(cut.app)
      .post('/v1/auth/password')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ currentPassword: password, newPassword: 'four shiny anvils' })
    for (const answer of [signedUp, changed]) expect(told(answer)).toEqual({ status: 503, code: 'unavailable' })
    expect(await countUsers()).toBe(before)
    expect((await post('signin', { email, password })).status).toBe(200)
    expect((await post('signup', { email: unborn, username: 'x', password })).status).toBe(201)
  })
})

describe('what ends all sessions', () => {
  async function signedInTwice() {
    const first = await signUp()
    const second = session.parse((await post('signin', { email: first.email, password })).body)
    return { ...first, tokens: [first.refreshToken, second.refreshToken] }
  }

  async function expectAllEnded(tokens: readonly string[]): Promise<void> {
    for (const token of tokens) expect(told(await refresh(token))).toEqual(ended)
  }

  it('is signing out by the refresh token, twice too', async () => {
    const { tokens, refreshToken } = await signedInTwice()
    expect((await post('signout', { refreshToken })).status).toBe(204)
    expect((await post('signout', { refreshToken })).status).toBe(204)
    await expectAllEnded(tokens)
  })

  it('is signing out by the access token', async () => {
    const { tokens, accessToken } = await signedInTwice()
    const answer = await request(side.app).post('/v1/auth/signout').set('Authorization', `Bearer ${accessToken}`)
    expect(answer.status).toBe(204)
    await expectAllEnded(tokens)
  })

  it('is not a sign-out with a token of before: what has begun since goes on', async () => {
    const { refreshToken, email } = await signedInTwice()
    await post('signout', { refreshToken })
    const since = session.parse((await post('signin', { email, password })).body)
    expect((await post('signout', { refreshToken })).status).toBe(204)
    expect((await refresh(since.refreshToken)).status).toBe(200)
  })

  it('is a new password, which begins a session', async () => {
    const { tokens, email, accessToken } = await signedInTwice()
    const change = (body: Body) =>
      request(side.app).post('/v1/auth/password').set('Authorization', `Bearer ${accessToken}`).send(body)
    expect(told(await change({ currentPassword: 'not this one', newPassword: 'four shiny anvils' }))).toEqual({
      status: 401,
      code: 'invalid_credentials',
    })
    expect((await change({ currentPassword: password, newPassword: 'password1' })).status).toBe(422)
    const changed = await change({ currentPassword: password, newPassword: 'four shiny anvils' })
    expect(changed.status).toBe(200)
    await expectAllEnded(tokens)
    expect((await refresh(session.parse(changed.body).refreshToken)).status).toBe(200)
    expect((await post('signin', { email, password })).status).toBe(401)
    expect((await post('signin', { email, password: 'four shiny anvils' })).status).toBe(200)
  })

  it('is one of two new passwords that race', async () => {
    const { accessToken } = await signedInTwice()
    const change = (newPassword: string) =>
      request(side.app)
        .post('/v1/auth/password')
        .set('Authorization', `Bearer ${accessToken}`)
        .send({ currentPassword: password, newPassword })
    const answers = await Promise.all([change('four shiny anvils'), change('five shiny anvils')])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  it('needs some token', async () => {
    expect(told(await post('signout', {}))).toEqual({ status: 422, code: 'invalid_input' })
    expect(told(await post('signout', { refreshToken: 'nonsense' }))).toEqual(invalid)
  })
})

const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))

describe('a token that is none', () => {
  const claims = { sid: randomUUID(), gen: 1, epoch: 1 }
  const sub = randomUUID()
  const draft = (typ: string, alg = 'EdDSA') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, typ, kid: 'development' })
      .setSubject(sub)
      .setIssuer(developmentIssuer)
      .setAudience(developmentIssuer)
  const key = () => importJWK(developmentSigningKey, 'EdDSA')

  it.each<[string, () => Promise<string>]>([
    ['nonsense', async () => 'nonsense'],
    ['an access token', () => tokenOf(7)],
    ['unsigned', async () => new UnsecuredJWT(claims).setSubject(sub).setIssuer(developmentIssuer).encode()],
    [
      'signed by another key',
      async () =>
        draft('rt+jwt')
          .setExpirationTime('1h')
          .sign((await generateKeyPair('EdDSA')).privateKey),
    ],
    [
      'signed with the public key as a secret',
      async () =>
        draft('rt+jwt', 'HS256').setExpirationTime('1h').sign(Buffer.from(developmentSigningKey.x, 'base64url')),
    ],
    [
      'expired',
      async () =>
        draft('rt+jwt')
          .setExpirationTime('-1h')
          .sign(await key()),
    ],
    ['without an end', async () => draft('rt+jwt').sign(await key())],
    [
      'of another type',
      async () =>
        draft('JWT')
          .setExpirationTime('1h')
          .sign(await key()),
    ],
    [
      'for somebody else',
      async () =>
        draft('rt+jwt')
          .setAudience('urn:else')
          .setExpirationTime('1h')
          .sign(await key()),
    ],
    [
      'of another length',
      async () =>
        `${await draft('rt+jwt')
          .setExpirationTime('1h')
          .sign(await key())}A`,
    ],
  ])('%s refreshes nothing, neither here nor where the older clients ask', async (_what, make) => {
    const token = await make()
    expect(told(await refresh(token))).toEqual(invalid)
    const classic = await request(side.app).get('/auth/refresh').set('Authorization', `Bearer ${token}`)
    expect(classic.status).toBe(400)
  })

  it('is a refresh token where an access token is asked for', async () => {
    const { refreshToken } = await signUp()
    const answer = await request(side.app)
      .post('/v1/auth/password')
      .set('Authorization', `Bearer ${refreshToken}`)
      .send({ currentPassword: password, newPassword: 'four shiny anvils' })
    expect(told(answer)).toEqual(invalid)
  })

  it('is one that is well signed for a session that there never was', async () => {
    expect(
      told(
        await refresh(
          await draft('rt+jwt')
            .setExpirationTime('1h')
            .sign(await key()),
        ),
      ),
    ).toEqual(ended)
  })
})

describe('keys', () => {
  it('are shown to whoever verifies, without what signs', async () => {
    const answer = await request(side.app).get('/.well-known/jwks.json')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(developmentJwks)
    expect(answer.headers['cache-control']).toMatch(/max-age/)
  })

  it('can be changed: what the old one has signed is good until it leaves the set', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
    const named = { kid: 'newer', alg: 'EdDSA' }
    const jwks = { keys: [...developmentJwks.keys, { ...(await exportJWK(publicKey)), ...named }] }
    const { kty = '', crv = '', x = '', d = '' } = await exportJWK(privateKey)
    const newer: Instance = await side.another({ keys: { signingKey: { kty, crv, x, d, kid: 'newer' }, jwks } })
    const before = await signUp()
    const after = session.parse((await refresh(before.refreshToken, newer.app)).body)
    const header: unknown = JSON.parse(Buffer.from(after.accessToken.split('.')[0] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ kid: 'newer' })
    expect((await refresh(after.refreshToken, newer.app)).status).toBe(200)
    // An instance that knows the old key alone has no use for the new one's tokens.
    expect(told(await refresh(after.refreshToken))).toEqual(invalid)
  })
})
