import { randomUUID } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@gavel/service-kit'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import { type CommandSideFixture, type Instance, startCommandSide } from './commandSide.fixture.ts'
import { openPage } from './page.fixture.ts'

const directory = mkdtempSync(join(tmpdir(), 'gavel-log-'))
const file = join(directory, 'log')
const fd = openSync(file, 'w')
const logger = createLogger({ service: 'command-api', level: 'debug', pretty: false, fd })

let side: CommandSideFixture
let instance: Instance
beforeAll(async () => {
  side = await startCommandSide()
  instance = await side.another({ logger })
})
afterAll(async () => {
  await side.stop()
  closeSync(fd)
  rmSync(directory, { recursive: true })
})

const session = z.object({ accessToken: z.string(), refreshToken: z.string() })
const classicTokens = z.object({ atk: z.string(), rtk: z.string() })

const post = (path: string, body: string | object, token?: string) => {
  const asked = request(instance.app).post(path).set('Content-Type', 'application/json')
  return (token === undefined ? asked : asked.set('Authorization', `Bearer ${token}`)).send(body)
}

it('leaves no password and no token in the log, of whatever goes well, wrong, or breaks', async () => {
  const email = `${randomUUID()}@gavel.example`
  const [first, second, wrong] = ['three rusty anvils', 'four shiny anvils', 'five hidden anvils']
  const tokens: string[] = []
  const keep = (body: unknown) => {
    const kept = session.parse(body)
    tokens.push(kept.accessToken, kept.refreshToken)
    return kept
  }
  const signedUp = keep((await post('/v1/auth/signup', { email, username: 'x', password: first })).body)
  keep((await post('/v1/auth/refresh', { refreshToken: signedUp.refreshToken })).body)
  const change = { currentPassword: first, newPassword: second }
  keep((await post('/v1/auth/password', change, signedUp.accessToken)).body)
  const { atk, rtk } = classicTokens.parse((await post('/auth/signin', { email, password: second })).body)
  tokens.push(atk, rtk)
  const page = openPage(instance.app)
  const keepCookie = () => tokens.push(page.cookie()?.value ?? 'none')
  expect((await page.post('signin', { email, password: second })).status).toBe(200)
  keepCookie()
  expect((await page.post('refresh')).status).toBe(200)
  keepCookie()
  await page.post('refresh', {}, { Origin: 'https://evil.example' })
  await openPage(instance.app, { name: 'gavel_session', value: `${rtk}x` }).post('refresh')
  await post('/v1/auth/signin', { email, password: wrong })
  await post('/v1/auth/signin', `{"email":"${email}","password":"${wrong}"`)
  await post('/v1/auth/signup', { email: 'nobody', username: 'x', password: wrong })
  await post('/v1/auth/refresh', { refreshToken: `${rtk}x` })
  await request(instance.app).get('/auth/refresh').set('Authorization', `Bearer ${signedUp.refreshToken}`)

  await side.pool.query('alter table users rename to users_away')
  try {
    const broken = [
      await post('/v1/auth/signup', { email, username: 'x', password: wrong }),
      await post('/v1/auth/signin', { email, password: second }),
      await post('/v1/auth/refresh', { refreshToken: rtk }),
      await post('/v1/auth/password', { currentPassword: second, newPassword: wrong }, atk),
      await page.post('signup', { email, username: 'x', password: wrong }),
      await page.post('refresh'),
      await page.post('signout'),
    ]
    for (const { status } of broken) expect(status).toBe(500)
  } finally {
    await side.pool.query('alter table users_away rename to users')
  }

  // Redis away, which has a cause of its own to be logged.
  const cut = await side.another({ logger, redisUrl: 'redis://127.0.0.1:1' })
  expect((await openPage(cut.app, page.cookie()).post('refresh')).status).toBe(503)

  const log = readFileSync(file, 'utf8')
  expect(log).toContain('/v1/auth/signup')
  expect(log).toContain('/v1/auth/session/refresh')
  expect(tokens).not.toContain('none')
  expect(log).toContain('request failed')
  // Of a token also its signature alone: with that, the rest is soon guessed.
  const signatures = tokens.map((token) => token.split('.')[2] ?? token)
  for (const secret of [first, second, wrong, ...tokens, ...signatures, '$argon2id$']) {
    expect(log).not.toContain(secret)
  }
})
