import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let lot: string
let tokens: { seller: string; stranger: string }

beforeAll(async () => {
  side = await startCommandSide()
  tokens = { seller: await bearer(101), stranger: await bearer(102) }
  const listed = await send('post', '/v1/auctions', tokens.seller, {
    title: 'A gavel',
    description: 'Rosewood',
    currency: 'KRW',
    startingPrice: 1_000,
    startsAt: iso(side.clock.nowMs),
    endsAt: iso(side.clock.nowMs + 3_600_000),
  })
  lot = listed.body.id
})
afterAll(() => side.stop())

type Method = 'post' | 'patch' | 'put' | 'delete'

function send(method: Method, path: string, as: string | undefined, body: unknown = {}) {
  const sending = request(side.app)[method](path.replace(':lot', lot))
  if (as !== undefined) sending.set('Authorization', as)
  return sending.set('Content-Type', 'application/json').send(JSON.stringify(body))
}

const nothing = '00000000-0000-7000-8000-000000000000'

/** Every route that changes something: a good body, a bad one, and what a stranger is told. */
const routes: readonly (readonly [Method, string, unknown, unknown, number])[] = [
  ['patch', '/v1/auctions/:lot', { description: 'Rosewood, oiled' }, { description: 7 }, 403],
  ['post', '/v1/auctions/:lot/cancel', {}, { reason: '' }, 403],
  ['post', '/v1/auctions/:lot/bids', { type: 'max', amount: 10 }, { type: 'max' }, 409],
  ['delete', `/v1/auctions/:lot/bids/${nothing}`, { reason: 'a slip' }, {}, 404],
  ['post', '/v1/auctions/:lot/buy-now', {}, { price: 1 }, 409],
  ['post', '/v1/auctions/:lot/sale/decline', {}, { why: 'x' }, 403],
  ['post', '/v1/auctions/:lot/sale/unpaid', {}, { why: 'x' }, 403],
  ['post', '/v1/auctions/:lot/offers', {}, { expiresInSec: 59 }, 403],
  ['post', `/v1/offers/${nothing}/accept`, {}, { price: 1 }, 404],
  ['post', `/v1/offers/${nothing}/decline`, {}, { price: 1 }, 404],
]

describe.each(routes)('%s %s', (method, path, body, badBody, status) => {
  const unchanged = async (act: () => Promise<unknown>) => {
    const before = await side.eventCount()
    await act()
    expect(await side.eventCount()).toBe(before)
  }

  it('needs a token', () =>
    unchanged(async () => {
      const answer = await send(method, path, undefined, body)
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 401, code: 'token_missing' })
      expect((await send(method, path, 'Bearer x', body)).status).toBe(401)
    }))

  it('tells a stranger why not', () =>
    unchanged(async () => {
      const answer = await send(method, path, tokens.stranger, body)
      expect(answer).toMatchObject({ status, body: { status, code: expect.any(String), detail: expect.any(String) } })
    }))

  it('refuses what is not well-formed', () =>
    unchanged(async () => {
      for (const bad of [badBody, [], { ...Object(body), unknown: 1 }]) {
        expect((await send(method, path, tokens.seller, bad)).status).toBe(422)
      }
    }))

  it('knows no lot that is not there', () =>
    unchanged(async () => {
      for (const id of [nothing, '999999999', 'lot', '%00']) {
        expect((await send(method, path.replace(':lot', id), tokens.seller, body)).status).toBe(404)
      }
    }))
})

it('the lists of members need a token, too', async () => {
  for (const method of ['put', 'delete'] as const) {
    for (const path of ['/v1/auctions/:lot/watch', '/v1/me/blocks/7']) {
      expect((await send(method, path, undefined)).status).toBe(401)
    }
  }
})
