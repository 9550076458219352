import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { z } from 'zod'
import { type CommandSideFixture, startCommandSide, tokenOf } from './commandSide.fixture.ts'

let side: CommandSideFixture
beforeAll(async () => {
  side = await startCommandSide()
})
afterAll(() => side.stop())

const tokens = z.strictObject({ atk: z.string(), rtk: z.string() })
const password = 'three rusty anvils'
const newAddress = (): string => `classic.${randomUUID()}@gavel.example`

const post = (path: string, body: object) => request(side.app).post(path).send(body)

async function signUp(email = newAddress()) {
  const answer = await post('/auth/signup', { username: 'classic', email, password })
  return { email, status: answer.status, ...tokens.parse(answer.body) }
}

const refresh = (rtk?: string) => {
  const asked = request(side.app).get('/auth/refresh')
  return rtk === undefined ? asked : asked.set('Authorization', `Bearer ${rtk}`)
}

describe.each(['/auth', '/user'])('%s', (base) => {
  it('signs up: 201 with both tokens, 409 when the address is in use', async () => {
    const email = newAddress()
    const answer = await post(`${base}/signup`, { username: 'x', email, password, nickname: 'more' })
    expect(answer.status).toBe(201)
    tokens.parse(answer.body)
    const again = await post(`${base}/signup`, { username: 'x', email: email.toUpperCase(), password })
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({ statusCode: 409, error: 'Conflict', code: 'EMAIL_IN_USE' })
  })

  it('signs in: 201 with both tokens, 404 for an unknown address, 401 for a wrong password', async () => {
    const { email } = await signUp()
    const answer = await post(`${base}/signin`, { email, password })
    expect(answer.status).toBe(201)
    tokens.parse(answer.body)
    expect((await post(`${base}/signin/`, { email: newAddress(), password })).status).toBe(404)
    expect((await post(`${base}/signin`, { email, password: 'another one' })).status).toBe(401)
    expect((await post(`${base}/signin`, { email })).status).toBe(400)
  })

  it('takes forms', async () => {
    const email = newAddress()
    const form = (path: string, fields: object) => request(side.app).post(`${base}/${path}`).type('form').send(fields)
    expect((await form('signup', { username: 'x', email, password })).status).toBe(201)
    expect((await form('signin', { email, password })).status).toBe(201)
  })
})

describe('GET /auth/refresh', () => {
  it('gives new tokens for the newest refresh token', async () => {
    const { rtk, status } = await signUp()
    expect(status).toBe(201)
    const answer = await refresh(rtk)
    expect(answer.status).toBe(200)
    expect((await refresh(tokens.parse(answer.body).rtk)).status).toBe(200)
  })

  it('is no HEAD: that would use the token up', async () => {
    const { rtk } = await signUp()
    const answer = await request(side.app).head('/auth/refresh').set('Authorization', `Bearer ${rtk}`)
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('GET')
  })

  it('is 401 without a token, 400 for one that is none', async () => {
    expect((await refresh()).status).toBe(401)
    expect((await refresh('nonsense')).status).toBe(400)
    expect((await refresh(await tokenOf(7))).status).toBe(400)
    expect((await refresh()).body).toMatchObject({ statusCode: 401, message: 'Token is missing' })
  })

  it('is 403 for one that was used before, and the session is deleted', async () => {
    const { rtk } = await signUp()
    const second = tokens.parse((await refresh(rtk)).body)
    const third = tokens.parse((await refresh(second.rtk)).body)
    const claims: unknown = JSON.parse(Buffer.from(rtk.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const key = `session:${z.object({ sid: z.string() }).parse(claims).sid}`
    expect(await side.redis.exists(key)).toBe(1)
    expect((await refresh(rtk)).status).toBe(403)
    expect(await side.redis.exists(key)).toBe(0)
    expect((await refresh(third.rtk)).status).toBe(403)
  })
})

describe('GET /user/me', () => {
  it('tells who is signed in, 401 without a token, 400 with a bad one', async () => {
    const { atk, email } = await signUp()
    const me = (token?: string) => {
      const asked = request(side.app).get('/user/me')
      return token === undefined ? asked : asked.set('Authorization', `Bearer ${token}`)
    }
    const answer = await me(atk)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ id: expect.any(Number), username: 'classic', email, roles: ['bidder'] })
    expect((await me()).status).toBe(401)
    expect((await me('nonsense')).status).toBe(400)
  })

  it('names a bidder by the paddle that the bid routes know him by', async () => {
    const { atk } = await signUp()
    const me = await request(side.app).get('/user/me').set('Authorization', `Bearer ${atk}`)
    const claims: unknown = JSON.parse(Buffer.from(atk.split('.')[1] ?? '', 'base64url').toString('utf8'))
    expect(claims).toMatchObject({ paddle_number: me.body.id })
  })
})
