import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let alice: string

beforeAll(async () => {
  side = await startCommandSide()
  alice = await bearer(101)
})
afterAll(() => side.stop())

async function list(changes: Record<string, unknown> = {}): Promise<number> {
  const lot = {
    title: 'A gavel',
    description: '',
    currency: 'KRW',
    startingPrice: 1_000,
    startsAt: iso(side.clock.nowMs),
    endsAt: iso(side.clock.nowMs + 3_600_000),
    ...changes,
  }
  const { body } = await request(side.app).post('/v1/auctions').set('Authorization', alice).send(lot)
  return body.lotNumber
}

const bid = (item_id: number, bidder_id: number, bid_amount: number) =>
  request(side.app).post('/bid').send({ item_id, bidder_id, bid_amount })

describe('POST /bid', () => {
  it('places a bid', async () => {
    const { status, body } = await bid(await list(), 7, 1_200)
    expect(status).toBe(200)
    expect(body).toEqual({ message: expect.any(String), current_price: 1_200, bid_amount: 1_200 })
  })

  it('takes a form and a trailing slash', async () => {
    const item = await list()
    const { status, body } = await request(side.app)
      .post('/bid/')
      .type('form')
      .send({ item_id: item, bidder_id: 7, bid_amount: 1_200 })
    expect({ status, price: body.current_price }).toEqual({ status: 200, price: 1_200 })
  })

  it('at or over the buy-now price buys at the buy-now price', async () => {
    const item = await list({ buyNowPrice: 9_000 })
    expect((await bid(item, 7, 12_000)).body).toMatchObject({ current_price: 9_000, bid_amount: 12_000 })
    expect((await bid(item, 8, 13_000)).body).toMatchObject({ code: 'ALREADY_ENDED' })
  })

  it('takes any higher amount, however high', async () => {
    expect((await bid(await list(), 7, 900_000_000)).status).toBe(200)
  })

  it('refuses what is too low, and says the amount again', async () => {
    const item = await list()
    await bid(item, 7, 1_200)
    for (const [bidder, amount] of [
      [8, 1_200],
      [8, 1],
      [8, -5],
      [7, 1_200],
    ] as const) {
      const { status, body } = await bid(item, bidder, amount)
      expect({ status, body }).toEqual({
        status: 400,
        body: { error: expect.any(String), code: 'LOW_BID', bid_amount: amount },
      })
    }
  })

  it('knows NOT_STARTED, ALREADY_ENDED and INVALID_STATUS', async () => {
    const early = await list({ startsAt: iso(side.clock.nowMs + 60_000), endsAt: iso(side.clock.nowMs + 180_000) })
    expect((await bid(early, 7, 1_000)).body.code).toBe('NOT_STARTED')
    expect((await bid(await list(), 101, 1_000)).body.code).toBe('INVALID_STATUS')
    const ending = await list({ endsAt: iso(side.clock.nowMs + 60_000) })
    side.clock.nowMs += 60_000
    expect((await bid(ending, 7, 1_000)).body.code).toBe('ALREADY_ENDED')
  })

  it.each([
    ['a text', { item_id: 1_001, bidder_id: 7, bid_amount: '1000' }],
    ['half a unit', { item_id: 1_001, bidder_id: 7, bid_amount: 0.5 }],
    ['no amount', { item_id: 1_001, bidder_id: 7 }],
    ['an amount past every bound', { item_id: 1_001, bidder_id: 7, bid_amount: 1e300 }],
    ['a bidder that is none', { item_id: 1_001, bidder_id: -7, bid_amount: 1_000 }],
  ])('refuses %s with 422', async (_, body) => {
    const answer = await request(side.app).post('/bid').send(body)
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual({ error: expect.any(String), code: 'INVALID_INPUT' })
  })

  it('tells an unknown lot, broken JSON and a wrong method in its own words', async () => {
    const unknown = await bid(2_000_000_000, 7, 1_000)
    expect({ status: unknown.status, code: unknown.body.code }).toEqual({ status: 404, code: 'NOT_FOUND' })
    const broken = await request(side.app).post('/bid').set('Content-Type', 'application/json').send('{')
    expect(broken.status).toBe(400)
    expect(broken.body).toEqual({ error: expect.any(String), code: 'MALFORMED_JSON' })
    const { status, headers } = await request(side.app).get('/bid')
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'POST' })
  })

  it.each(['json', 'form'])('refuses a %s that is too large', async (type) => {
    const note = 'x'.repeat(70_000)
    const { status, body } = await request(side.app).post('/bid').type(type).send({ item_id: 1_001, note })
    expect({ status, body }).toEqual({ status: 413, body: { error: expect.any(String), code: 'PAYLOAD_TOO_LARGE' } })
  })

  it('can be switched off', async () => {
    const { app } = await side.another({ openBidding: false })
    const { status, body } = await request(app).post('/bid').send({ item_id: 1_001, bidder_id: 7, bid_amount: 1_000 })
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'OPEN_BIDDING_OFF' })
  })
})

describe('POST /buy-now', () => {
  const buy = (item_id: number, buyer_id: number) => request(side.app).post('/buy-now').send({ item_id, buyer_id })

  it('buys at the buy-now price, once', async () => {
    const item = await list({ buyNowPrice: 9_000 })
    const { status, body } = await buy(item, 7)
    expect({ status, body }).toEqual({ status: 200, body: { message: expect.any(String), current_price: 9_000 } })
    expect((await buy(item, 8)).body.code).toBe('ALREADY_ENDED')
  })

  it('needs a buy-now price', async () => {
    const { status, body } = await buy(await list(), 7)
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'INVALID_STATUS' })
  })
})
