import { paddleHolder } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { bearer, type CommandSideFixture, iso, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let alice: string
let bob: string
let carol: string
let administrator: string

beforeAll(async () => {
  side = await startCommandSide()
  ;[alice, bob, carol] = await Promise.all([bearer(101), bearer(102), bearer(103)])
  administrator = await bearer(900, ['administrator'])
})
afterAll(() => side.stop())

type Method = 'post' | 'patch' | 'put' | 'delete'

/** `as` is an Authorization header. */
const send = (method: Method, path: string, as: string, body: object = {}) =>
  request(side.app)[method](path).set('Authorization', as).send(body)

const hourMs = 3_600_000

async function list(changes: Record<string, unknown> = {}): Promise<string> {
  const { body, status } = await send('post', '/v1/auctions', alice, {
    title: 'A gavel',
    description: 'Rosewood',
    currency: 'KRW',
    startingPrice: 1_000,
    increments: [{ from: 0, step: 100 }],
    startsAt: iso(side.clock.nowMs),
    endsAt: iso(side.clock.nowMs + hourMs),
    ...changes,
  })
  expect(status).toBe(201)
  return body.id
}

const bid = (id: string, as: string, amount: number, more: object = {}) =>
  send('post', `/v1/auctions/${id}/bids`, as, { type: 'max', amount, ...more })

/** As the scheduler would. */
async function close(id: string): Promise<void> {
  const instance = await side.another()
  const metadata = { actor: 'service:scheduler', correlationId: 'c' }
  expect((await instance.house.execute(id, closeAuction, { metadata })).kind).toBe('accepted')
}

describe('a maximum', () => {
  it('bids as little as needed, and is beaten only by more', async () => {
    const id = await list({ reservePrice: 1_500 })
    expect((await bid(id, bob, 1_400)).body).toMatchObject({ outcome: 'leading_reserve_not_met', price: 1_000 })
    expect((await bid(id, carol, 5_000)).body).toMatchObject({ outcome: 'leading', price: 1_500, minimumBid: 1_600 })
    expect((await bid(id, bob, 2_000)).body).toMatchObject({ outcome: 'outbid', price: 2_100, minimumBid: 2_200 })
    expect((await bid(id, bob, 5_000)).body).toMatchObject({ outcome: 'outbid', price: 5_000 })
  })

  it('is never told to others', async () => {
    const id = await list({ reservePrice: 765_432 })
    const answers = [
      await bid(id, bob, 876_543, { confirm: true }),
      await bid(id, carol, 1),
      await bid(id, carol, 800_000),
      await bid(id, bob, 876_543),
    ]
    for (const { text } of answers) expect(text).not.toMatch(/876543/)
    expect(answers.map(({ status }) => status)).toEqual([201, 409, 201, 409])
  })

  it.each([
    ['an unknown type', { type: 'proxy' }, 422, 'invalid_input'],
    ["another lot's currency", { currency: 'USD' }, 422, 'wrong_currency'],
    ['a slip of the finger', { amount: 100_001 }, 422, 'too_high'],
  ])('with %s is refused and changes nothing', async (_, changes, status, code) => {
    const id = await list()
    const before = await side.eventCount()
    expect(await bid(id, bob, 2_000, changes)).toMatchObject({ status, body: { code } })
    expect(await side.eventCount()).toBe(before)
  })
})

describe('soft close', () => {
  it('is on unless it is switched off, and the answer has the end in force', async () => {
    const endsAtMs = side.clock.nowMs + hourMs
    const [soft, hard] = await Promise.all([list(), list({ softClose: 'off' })])
    side.clock.nowMs = endsAtMs - 1_000
    expect((await bid(soft, bob, 2_000)).body.endsAt).toBe(iso(endsAtMs - 1_000 + 120_000))
    expect((await bid(hard, bob, 2_000)).body.endsAt).toBe(iso(endsAtMs))
  })

  it.each([
    ['a window of nothing', { windowSec: 0 }, 'softClose.windowSec'],
    ['an unknown mode', { mode: 'sometimes' }, 'softClose.mode'],
    ['a hard end in the year 10000', { hardEndAt: '9999-12-31T23:59:59-12:00' }, 'softClose.hardEndAt'],
    ['a hard end before the end', { hardEndAt: '2020-01-01T00:00:00Z' }, 'softClose.hardEndAt'],
  ])('with %s is refused', async (_, softClose, path) => {
    const { status, body } = await send('post', '/v1/auctions', alice, {
      title: 'A gavel',
      description: '',
      currency: 'KRW',
      startingPrice: 1,
      startsAt: iso(side.clock.nowMs),
      endsAt: iso(side.clock.nowMs + hourMs),
      softClose,
    })
    expect({ status, path: body.errors[0].path }).toEqual({ status: 422, path })
  })
})

describe('revising', () => {
  it('changes anything until the lot opens, and takes away what is null', async () => {
    const id = await list({ startsAt: iso(side.clock.nowMs + 60_000), reservePrice: 2_000, category: 'tools' })
    const revised = await send('patch', `/v1/auctions/${id}`, alice, { title: 'Two gavels', reservePrice: null })
    expect(revised).toMatchObject({ status: 200, body: { id, status: 'scheduled', version: 2 } })
    expect((await side.store.load(id)).at(-1)?.data).toMatchObject({
      title: 'Two gavels',
      reservePrice: null,
      category: 'tools',
      startingPrice: 1_000,
    })
  })

  it('lets only the description grow after that', async () => {
    const id = await list()
    const grown = { description: 'Rosewood, with a sound block' }
    expect((await send('patch', `/v1/auctions/${id}`, alice, grown)).status).toBe(200)
    expect((await send('patch', `/v1/auctions/${id}`, alice, grown)).status).toBe(200)
    expect((await send('patch', `/v1/auctions/${id}`, alice)).status).toBe(422)
    for (const body of [{ title: 'x' }, { description: 'Oak' }, { ...grown, startingPrice: 1 }]) {
      const refused = await send('patch', `/v1/auctions/${id}`, alice, body)
      expect(refused).toMatchObject({ status: 409, body: { code: 'already_opened' } })
    }
  })

  it('is the seller’s alone, and checks what comes out', async () => {
    const id = await list({ startsAt: iso(side.clock.nowMs + 60_000) })
    expect(await send('patch', `/v1/auctions/${id}`, bob, { title: 'x' })).toMatchObject({ status: 403 })
    const faulty = await send('patch', `/v1/auctions/${id}`, alice, { buyNowPrice: 10 })
    expect(faulty).toMatchObject({ status: 422, body: { errors: [{ path: 'buyNowPrice' }] } })
  })
})

describe('cancelling', () => {
  it('is the seller’s until there is a bid, then an administrator’s, who says why', async () => {
    const id = await list()
    expect(await send('post', `/v1/auctions/${id}/cancel`, bob)).toMatchObject({ status: 403 })
    await bid(id, bob, 2_000)
    expect(await send('post', `/v1/auctions/${id}/cancel`, alice)).toMatchObject({
      status: 409,
      body: { code: 'has_bids' },
    })
    expect(await send('post', `/v1/auctions/${id}/cancel`, administrator)).toMatchObject({ status: 422 })
    const cancelled = await send('post', `/v1/auctions/${id}/cancel`, administrator, { reason: 'Stolen goods' })
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', version: 4 } })
    expect(await bid(id, carol, 3_000)).toMatchObject({ status: 409, body: { code: 'cancelled' } })
    const again = await send('post', `/v1/auctions/${id}/cancel`, administrator, { reason: 'Stolen goods' })
    expect(again).toMatchObject({ status: 409, body: { code: 'cancelled' } })
  })
})

describe('retracting', () => {
  it('folds the price again from the bids that stay', async () => {
    const id = await list()
    await bid(id, bob, 2_000)
    const { body } = await bid(id, carol, 9_000)
    const path = `/v1/auctions/${id}/bids/${body.bidId}`
    expect(await send('delete', path, bob, { reason: 'x' })).toMatchObject({ status: 403 })
    expect(await send('delete', path, carol)).toMatchObject({ status: 422 })
    const retracted = await send('delete', path, carol, { reason: 'A zero too many' })
    expect(retracted).toMatchObject({
      status: 200,
      body: { retracted: [body.bidId], price: 1_000, minimumBid: 1_100 },
    })
    expect(await send('delete', path, carol, { reason: 'again' })).toMatchObject({ status: 404 })
  })
})

describe('after the end', () => {
  it('an unsold lot is offered to the highest bidder, who takes it once', async () => {
    const id = await list({ reservePrice: 50_000, softClose: 'off' })
    await bid(id, bob, 3_000)
    expect(await send('post', `/v1/auctions/${id}/offers`, alice)).toMatchObject({
      status: 409,
      body: { code: 'no_offer_possible' },
    })
    side.clock.nowMs += hourMs
    await close(id)
    expect(await send('post', `/v1/auctions/${id}/offers`, bob)).toMatchObject({ status: 403 })
    const { status, body } = await send('post', `/v1/auctions/${id}/offers`, alice, { expiresInSec: 3_600 })
    expect({ status, body }).toMatchObject({ status: 201, body: { kind: 'below_reserve', price: 1_000 } })
    const accept = `/v1/offers/${body.offerId}/accept`
    expect(await send('post', accept, carol)).toMatchObject({ status: 403 })
    const both = await Promise.all([send('post', accept, bob), send('post', accept, bob)])
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409])
    expect((await side.store.load(id)).filter(({ type }) => type === 'auction.sold')).toHaveLength(1)
    expect(await send('post', '/v1/offers/nothing/accept', bob)).toMatchObject({ status: 404 })
  })

  it('a second chance goes to the underbidder when the buyer declines', async () => {
    const id = await list({ softClose: 'off' })
    await bid(id, carol, 2_500)
    await bid(id, bob, 9_000)
    side.clock.nowMs += hourMs
    await close(id)
    expect(await send('post', `/v1/auctions/${id}/sale/unpaid`, alice)).toMatchObject({
      status: 409,
      body: { code: 'payment_open' },
    })
    expect((await send('post', `/v1/auctions/${id}/sale/decline`, bob)).status).toBe(200)
    const offer = await send('post', `/v1/auctions/${id}/offers`, alice)
    expect(offer.body).toMatchObject({ kind: 'second_chance', price: 2_500 })
    expect(await send('post', `/v1/auctions/${id}/offers`, alice)).toMatchObject({ body: { code: 'offer_open' } })
    expect((await send('post', `/v1/offers/${offer.body.offerId}/decline`, carol)).status).toBe(200)
    expect(await send('post', `/v1/auctions/${id}/offers`, alice)).toMatchObject({
      body: { code: 'no_offer_possible' },
    })
  })
})

describe('a blocked bidder', () => {
  it('is refused on every instance from the answer on', async () => {
    const id = await list()
    const other = await side.another()
    const bidThere = (amount: number) =>
      request(other.app).post(`/v1/auctions/${id}/bids`).set('Authorization', bob).send({ type: 'exact', amount })
    expect((await bidThere(1_000)).status).toBe(201)
    expect((await send('put', '/v1/me/blocks/102', alice)).body).toEqual({ paddleNumber: 102, blocked: true })
    expect(await bidThere(2_000)).toMatchObject({ status: 409, body: { code: 'blocked_bidder' } })
    expect((await send('delete', '/v1/me/blocks/102', alice)).status).toBe(200)
    expect((await bidThere(2_000)).status).toBe(201)
  })

  it('and a watched lot have to exist', async () => {
    const id = await list()
    expect((await send('put', `/v1/auctions/${id}/watch`, bob)).body).toEqual({ auctionId: id, watching: true })
    const nothing = '00000000-0000-7000-8000-000000000000'
    expect((await send('put', `/v1/auctions/${nothing}/watch`, bob)).status).toBe(404)
    expect((await send('put', '/v1/me/blocks/0', alice)).status).toBe(422)
    const member = paddleHolder(102).id
    expect((await send('put', `/v1/auctions/${member}/watch`, alice)).status).toBe(404)
    expect((await bid(member, alice, 1_000)).status).toBe(404)
  })
})
