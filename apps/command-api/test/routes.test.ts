import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let alice: string
let bob: string
let carol: string

beforeAll(async () => {
  side = await startCommandSide()
  ;[alice, bob, carol] = await Promise.all([bearer(101), bearer(102), bearer(103)])
})
afterAll(() => side.stop())

const listing = (changes: Record<string, unknown> = {}) => ({
  title: 'A gavel',
  description: 'Rosewood',
  currency: 'KRW',
  startingPrice: 1_000,
  startsAt: iso(side.clock.nowMs),
  endsAt: iso(side.clock.nowMs + 3_600_000),
  ...changes,
})

const post = (path: string, token: string, body: object) =>
  request(side.app).post(path).set('Authorization', token).send(body)

async function list(changes: Record<string, unknown> = {}): Promise<{ id: string; lotNumber: number }> {
  const { body, status } = await post('/v1/auctions', alice, listing(changes))
  expect(status).toBe(201)
  return body
}

describe('listing a lot', () => {
  it('answers where it is, and opens it when its time has come', async () => {
    const { status, body, headers } = await post('/v1/auctions', alice, listing())
    expect(status).toBe(201)
    expect(body).toEqual({ id: expect.any(String), lotNumber: expect.any(Number), version: 2, status: 'active' })
    expect(headers.location).toBe(`/v1/auctions/${body.id}`)
  })

  it('ahead of time schedules it', async () => {
    const { body } = await post('/v1/auctions', alice, listing({ startsAt: iso(side.clock.nowMs + 60_000) }))
    expect(body).toMatchObject({ version: 1, status: 'scheduled' })
  })

  it.each([
    ['an unknown field', { reserve: 5 }, 'reserve'],
    ['a string for a number', { startingPrice: '1000' }, 'startingPrice'],
    ['a negative price', { startingPrice: -1 }, 'startingPrice'],
    ['no price at all', { startingPrice: 0 }, 'startingPrice'],
    ['half a unit', { startingPrice: 10.5 }, 'startingPrice'],
    ['a huge price', { startingPrice: 1_000_000_000_000_001 }, 'startingPrice'],
    ['a currency that is none', { currency: 'KRV' }, 'currency'],
    ['an empty title', { title: '  ' }, 'title'],
    ['a title with NUL', { title: 'a\u0000b' }, 'title'],
    ['half a character', { description: '\ud800' }, 'description'],
    ['a local time', { startsAt: '2027-01-01T00:00:00' }, 'startsAt'],
    ['an end before the start', { endsAt: '2020-01-01T00:00:00Z' }, 'endsAt'],
    ['an image with NUL', { images: ['http://x/\u0000'] }, 'images.0'],
    ['a script for an image', { images: ['javascript:alert(1)'] }, 'images.0'],
    ['a table with a step of nothing', { increments: [{ from: 0, step: 0 }] }, 'increments'],
    ['a buy-now price below the start', { buyNowPrice: 999 }, 'buyNowPrice'],
  ])('with %s is refused and changes nothing', async (_, changes, path) => {
    const before = await side.eventCount()
    const { status, body, headers } = await post('/v1/auctions', alice, listing(changes))
    expect(status).toBe(422)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ path: expect.stringContaining(path) }] })
    expect(await side.eventCount()).toBe(before)
  })
})

describe('bidding', () => {
  it('leads, by the lot number as well as by the id', async () => {
    const { id, lotNumber } = await list({ increments: 'krw' })
    const first = await post(`/v1/auctions/${lotNumber}/bids`, bob, { type: 'exact', amount: 1_000 })
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({ outcome: 'leading', price: 1_000, minimumBid: 1_100, version: 3 })
    const second = await post(`/v1/auctions/${id}/bids`, carol, { type: 'exact', amount: 1_100 })
    expect(second.body).toMatchObject({ outcome: 'leading', price: 1_100, version: 4 })
  })

  it.each([
    ['low_bid', { type: 'exact', amount: 999 }, 409, { minimumBid: 1_000 }],
    ['too_high', { type: 'exact', amount: 100_001 }, 422, { limit: 100_000 }],
  ])('is refused as %s', async (code, bid, status, figures) => {
    const { id } = await list()
    const answer = await post(`/v1/auctions/${id}/bids`, bob, bid)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({
      code,
      type: `urn:gavel:problem:${code}`,
      instance: `/v1/auctions/${id}/bids`,
      ...figures,
    })
  })

  it.each([
    ['an unknown field', { type: 'exact', amount: 1_000, note: '' }],
    ['a kind of bid that is not taken', { type: 'silent', amount: 1_000 }],
    ['a text for an amount', { type: 'exact', amount: '1000' }],
    ['a negative amount', { type: 'exact', amount: -1 }],
    ['a huge amount', { type: 'exact', amount: 1e300 }],
    ['a list', []],
  ])('with %s is refused and changes nothing', async (_, bid) => {
    const { id } = await list()
    const before = await side.eventCount()
    const { status, body } = await post(`/v1/auctions/${id}/bids`, bob, bid)
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
    expect(await side.eventCount()).toBe(before)
  })

  it.each(['019aa000-0000-7000-8000-00000000dead', '999999', '99999999999', 'no-lot', '%00'])(
    'on the unknown lot %s is 404',
    async (reference) => {
      const { status, body } = await post(`/v1/auctions/${reference}/bids`, bob, { type: 'exact', amount: 1_000 })
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
    },
  )

  it('needs a token', async () => {
    const { id } = await list()
    const missing = await request(side.app).post(`/v1/auctions/${id}/bids`).send({ type: 'exact', amount: 1_000 })
    expect({ status: missing.status, code: missing.body.code }).toEqual({ status: 401, code: 'token_missing' })
    const broken = await post(`/v1/auctions/${id}/bids`, 'Bearer x.y.z', { type: 'exact', amount: 1_000 })
    expect({ status: broken.status, code: broken.body.code }).toEqual({ status: 401, code: 'token_invalid' })
  })

  it('is told a broken body and a wrong method', async () => {
    const { id } = await list()
    const broken = await request(side.app)
      .post(`/v1/auctions/${id}/bids`)
      .set({ Authorization: bob, 'Content-Type': 'application/json' })
      .send('{"type":')
    expect({ status: broken.status, code: broken.body.code }).toEqual({ status: 400, code: 'malformed_json' })
    const remove = await request(side.app).delete(`/v1/auctions/${id}`).set('Authorization', bob)
    expect({ status: remove.status, allow: remove.headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD, PATCH' })
    const put = await request(side.app).put(`/v1/auctions/${id}/bids`).set('Authorization', bob)
    expect({ status: put.status, allow: put.headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD, POST' })
  })

  it('ends with the lot', async () => {
    const { id } = await list({ endsAt: iso(side.clock.nowMs + 60_000) })
    side.clock.nowMs += 60_000
    const { body } = await post(`/v1/auctions/${id}/bids`, bob, { type: 'exact', amount: 1_000 })
    expect(body.code).toBe('already_ended')
  })
})

describe('buying now', () => {
  it('has one winner, though all come at once', async () => {
    const { id } = await list({ buyNowPrice: 9_000 })
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => bearer(200 + index)))
    const answers = await Promise.all(tokens.map((token) => post(`/v1/auctions/${id}/buy-now`, token, {})))
    expect(answers.filter(({ status }) => status === 200).map(({ body }) => body)).toEqual([
      { bidId: expect.any(String), outcome: 'bought', price: 9_000, version: 4 },
    ])
    expect(answers.filter(({ body }) => body.code === 'already_ended')).toHaveLength(19)
  })

  it('is not for the seller, nor for a lot without the price', async () => {
    const priced = await list({ buyNowPrice: 9_000 })
    expect((await post(`/v1/auctions/${priced.id}/buy-now`, alice, {})).body.code).toBe('own_lot')
    const plain = await list()
    expect((await post(`/v1/auctions/${plain.id}/buy-now`, bob, {})).body.code).toBe('buy_now_unavailable')
  })
})
