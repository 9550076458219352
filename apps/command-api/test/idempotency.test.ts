import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { bearer, type CommandSideFixture, type Instance, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let withoutRedis: Instance
let alice: string
let bob: string

beforeAll(async () => {
  side = await startCommandSide()
  withoutRedis = await side.another({ redisUrl: 'redis://127.0.0.1:1' })
  ;[alice, bob] = await Promise.all([bearer(101), bearer(102)])
})
afterAll(() => side.stop())

const listing = () => ({
  title: 'A gavel',
  description: '',
  currency: 'KRW',
  startingPrice: 1_000,
  startsAt: iso(side.clock.nowMs),
  endsAt: iso(side.clock.nowMs + 3_600_000),
})

const send = (app: Instance['app'], path: string, key: string, body: object, token = bob) =>
  request(app).post(path).set({ Authorization: token, 'Idempotency-Key': key }).send(body)

async function newLot(): Promise<string> {
  const { body } = await request(side.app).post('/v1/auctions').set('Authorization', alice).send(listing())
  return `/v1/auctions/${body.id}/bids`
}

const bid = (amount: number) => ({ type: 'exact', amount })

describe('the same key again', () => {
  it('gives the same answer and has one effect', async () => {
    const path = await newLot()
    const first = await send(side.app, path, 'again', bid(1_000))
    const before = await side.eventCount()
    const second = await send(side.app, path, 'again', bid(1_000))
    expect(second.body).toEqual(first.body)
    expect(second.status).toBe(201)
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(await side.eventCount()).toBe(before)
  })

  it('does so for a listing, its Location included', async () => {
    const first = await send(side.app, '/v1/auctions', 'list', listing(), alice)
    const second = await send(side.app, '/v1/auctions', 'list', listing(), alice)
    expect(second.body).toEqual(first.body)
    expect(second.headers.location).toBe(first.headers.location)
  })

  it('repeats a refusal too', async () => {
    const path = await newLot()
    const first = await send(side.app, path, 'low', bid(1))
    const second = await send(side.app, path, 'low', bid(1))
    expect(first.status).toBe(409)
    expect(second.body).toEqual(first.body)
    expect(second.headers['content-type']).toContain('application/problem+json')
    expect(second.headers['idempotency-replayed']).toBe('true')
  })

  it('with another body is refused', async () => {
    const path = await newLot()
    await send(side.app, path, 'reused', bid(1_000))
    const { status, body } = await send(side.app, path, 'reused', bid(2_000))
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'idempotency_key_reused' })
  })

  it('of another person is another key', async () => {
    const path = await newLot()
    await send(side.app, path, 'mine', bid(1_000))
    const { body } = await send(side.app, path, 'mine', bid(1_001), await bearer(103))
    expect(body.outcome).toBe('leading')
  })

  it('works when Redis has forgotten it', async () => {
    const path = await newLot()
    const first = await send(side.app, path, 'forgotten', bid(1_000))
    await send(side.app, path, 'other', bid(1_500), await bearer(103))
    await side.redis.flushdb()
    const second = await send(side.app, path, 'forgotten', bid(1_000))
    expect(second.body).toEqual(first.body)
    expect(second.headers['idempotency-replayed']).toBe('true')
  })

  it('works while Redis is away, on another instance', async () => {
    const path = await newLot()
    const first = await send(withoutRedis.app, path, 'away', bid(1_000))
    expect(first.status).toBe(201)
    const second = await send(side.app, path, 'away', bid(1_000))
    expect(second.body).toEqual(first.body)
  })
})

describe('the same key at the same time', () => {
  it.each([
    ['on one instance', () => [side.app]],
    ['on two, one of them without Redis', () => [side.app, withoutRedis.app]],
    ['without Redis', () => [withoutRedis.app]],
  ])('%s has one effect', async (name, apps) => {
    const path = await newLot()
    const before = await side.eventCount()
    const senders = Array.from({ length: 12 }, (_, index) => apps()[index % apps().length] ?? side.app)
    const answers = await Promise.all(
      senders.map((app) => send(app, path, `race ${name}`.replaceAll(' ', '-'), bid(1_000))),
    )
    expect(await side.eventCount()).toBe(before + 1)
    const told = new Set(answers.map(({ status, body }) => (status === 201 ? body.bidId : body.code)))
    told.delete('in_progress')
    expect(told.size).toBe(1)
  })
})

it('a key that is none is refused', async () => {
  const path = await newLot()
  const { status, body } = await send(side.app, path, 'x'.repeat(256), bid(1_000))
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
})
