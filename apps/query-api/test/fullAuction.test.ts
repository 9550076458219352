import { randomUUID } from 'node:crypto'
import type { LotView } from '@gavel/event-contracts'
import type { Actor } from '@gavel/service-kit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { administrator, atSecond, bidder, paddle, seller } from './lots.ts'
import { createStory, party } from './story.ts'
import { bearer, createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const get = (path: string) => request(world.app.http).get(path)
const getAs = async (actor: Actor, path: string) => get(path).set('Authorization', await bearer(actor))

const sale = (number: number, changes: Partial<NonNullable<LotView['sale']>> = {}) => ({
  saleId: randomUUID(),
  via: 'hammer' as const,
  buyer: party(number),
  price: 1_100,
  failed: false,
  ...changes,
})
const offerTo = (number: number) => ({
  offerId: randomUUID(),
  kind: 'second_chance' as const,
  to: party(number),
  price: 1_000,
  expiresAt: atSecond(9_000),
  madeAt: atSecond(8_000),
})
const ended = { status: 'completed', outcome: 'sold', endedAt: atSecond(3_600) } as const

describe('a lot', () => {
  const softClose = {
    windowSec: 120,
    extendSec: 120,
    mode: 'reset_from_bid',
    trigger: 'any_accepted',
    maxExtensions: null,
    hardEndAt: null,
  } as const
  const story = createStory(1, { reservePrice: 9_999_999, reserveMet: false, softClose, extensions: 2 })
  story.bid(1, 1_000)
  story.bid(2, 1_100)
  const offer = offerTo(1)
  story.change({ ...ended, sale: sale(2, { failed: true }), offer, buyNowAvailable: false })
  beforeAll(() => world.app.materialise(story.all()))
  const bought = { via: 'hammer', buyer: 'bidder 2', price: 1_100, failed: true }

  it('tells everybody of its terms and its sale, and of the reserve that there is one', async () => {
    const { body } = await get('/v1/auctions/1').expect(200)
    const { endedAt } = ended
    const shown = { hasReserve: true, reserveMet: false, buyNowAvailable: false, softClose, extensions: 2, endedAt }
    expect(body).toMatchObject({ ...shown, cancelReason: null, sale: bought })
    for (const name of ['reservePrice', 'offer', 'retractedCount', 'leaderPaddleNumber', 'youLead', 'youBought'])
      expect(body).not.toHaveProperty(name)
    expect(body.sale).toEqual(bought)
  })

  it('tells a member what he is to it, and of an offer only whom it was made to', async () => {
    const asked = (await getAs(bidder(1), '/v1/auctions/1')).body
    const { offerId, kind, price, expiresAt } = offer
    expect(asked.offer).toEqual({ offerId, kind, price, expiresAt })
    expect(asked).toMatchObject({ youLead: false, youBought: false, sale: bought })
    const other = (await getAs(bidder(2), '/v1/auctions/1')).body
    expect(other).toMatchObject({ youLead: true, youBought: false })
    for (const body of [asked, other]) {
      expect(body).not.toHaveProperty('reservePrice')
      expect(JSON.stringify(body)).not.toMatch(/paddle/i)
    }
    expect(other).not.toHaveProperty('offer')
  })

  it('tells the seller and administrators who the others are, and the seller the reserve', async () => {
    for (const actor of [seller, administrator]) {
      const { body } = await getAs(actor, '/v1/auctions/1')
      const { offerId, kind, price, expiresAt } = offer
      expect(body.leaderPaddleNumber).toBe(paddle(2))
      expect(body.reservePrice).toBe(actor === seller ? 9_999_999 : undefined)
      expect(body.sale).toEqual({ ...bought, orderId: expect.any(String), buyerPaddleNumber: paddle(2) })
      expect(body.offer).toEqual({ offerId, kind, price, expiresAt, to: 'bidder 1', paddleNumber: paddle(1) })
    }
  })

  it('has an ETag for each body it is shown with', async () => {
    const tagOf = async (actor: Actor) => (await getAs(actor, '/v1/auctions/1')).headers.etag
    const stranger = (await get('/v1/auctions/1')).headers.etag
    const tags = [stranger, ...(await Promise.all([bidder(1), bidder(2), bidder(3), seller, administrator].map(tagOf)))]
    expect(new Set(tags).size).toBe(tags.length)
    const again = get('/v1/auctions/1').set('If-None-Match', `${await tagOf(bidder(1))}`)
    await again.set('Authorization', await bearer(bidder(1))).expect(304)
  })

  it('was bought by its leader when it was sold before sales were kept', async () => {
    const old = createStory(2)
    old.bid(1, 1_000)
    old.change(ended)
    await world.app.materialise(old.all())
    expect((await getAs(bidder(1), '/v1/auctions/2')).body).toMatchObject({ youBought: true, sale: null })
    expect((await getAs(bidder(2), '/v1/auctions/2')).body).toMatchObject({ youBought: false })
  })

  it('that is cancelled says why, and is found as such and not among those to come', async () => {
    const cancelled = createStory(3)
    cancelled.change({ status: 'cancelled', endedAt: atSecond(20), cancelReason: 'Withdrawn' })
    await world.app.materialise([...cancelled.all(), ...createStory(4).all()])
    const { body } = await get('/v1/auctions?status=cancelled').expect(200)
    expect(body.items).toMatchObject([{ lotNumber: 3, status: 'cancelled', cancelReason: 'Withdrawn' }])
    const soon = (await get('/v1/auctions?sort=ending_soon').expect(200)).body.items
    expect(soon.map(({ lotNumber }: { lotNumber: number }) => lotNumber)).toEqual([4])
    expect((await get('/items/3').expect(200)).body).toMatchObject({ status: 'COMPLETED' })
    const items = (await get('/items').expect(200)).body
    expect(items).toContainEqual(expect.objectContaining({ id: 3, status: 'COMPLETED' }))
  })
})

describe('the highest bid', () => {
  it('is the newest that leads, when the answer to a beaten one is still on its way', async () => {
    const story = createStory(10)
    const leading = story.bid(1, 1_000, { type: 'max', maximum: 9_000 })
    const { bid, answer } = story.beaten(2, 2_000)
    await world.app.materialise([...story.views(1, 3), { type: 'bid.view', data: bid }])
    expect((await get('/v1/auctions/10/highest-bid')).body).toMatchObject({ bid: { id: leading.id } })
    await world.app.materialise(story.views(5, 5))
    const { body } = await get('/v1/auctions/10/highest-bid')
    expect(body).toMatchObject({ bid: { id: answer.id, auto: true, type: 'max', amount: 2_100 }, version: 5 })
    expect(body.bid).not.toHaveProperty('maximum')
    expect((await get('/auction/10/highest-bid')).text).toBe('2100')
    const { items } = (await get('/v1/auctions/10/bids')).body
    expect(items).toMatchObject([{ auto: true }, { auto: false, amount: 2_000 }, { auto: false, type: 'max' }])
  })

  it('costs what the lot does, after a retraction', async () => {
    const story = createStory(11)
    const top = story.bid(1, 1_500, { type: 'max', maximum: 9_000 })
    story.retract(story.bid(2, 2_000, { leads: false }))
    story.change({ price: 1_000 })
    await world.app.materialise(story.all())
    expect((await get('/v1/auctions/11/highest-bid')).body).toMatchObject({ bid: { id: top.id, amount: 1_000 } })
    expect((await get('/auction/11/highest-bid')).text).toBe('1000')
  })

  it('claims no version whose retractions are still on the way', async () => {
    const story = createStory(12)
    story.bid(1, 1_000)
    story.retract(story.bid(1, 2_000))
    await world.app.materialise(story.views(1, 4))
    await world.app.materialise([{ type: 'lot.view', data: story.lot() }])
    expect((await get('/v1/auctions/12/highest-bid')).body).toMatchObject({ version: 4 })
    await world.app.materialise(story.views(5, 5))
    expect((await get('/v1/auctions/12/highest-bid')).body).toMatchObject({ bid: { version: 3 }, version: 5 })
  })
})

describe('a list of bids asked for in a version', () => {
  it('is not answered before the retractions up to it are there', async () => {
    const story = createStory(13)
    story.retract(story.bid(1, 1_000))
    await world.app.materialise([...story.views(1, 3), { type: 'lot.view', data: story.lot() }])
    expect((await get('/v1/auctions/13/bids?atLeast=4').expect(202)).body).toMatchObject({ code: 'not_yet' })
    await world.app.materialise(story.views(4, 4))
    const { body } = await get('/v1/auctions/13/bids?atLeast=4').expect(200)
    expect(body.items).toMatchObject([{ version: 3, retracted: true }])
  })
})

describe('the classic list of bids', () => {
  it('is as long as asked for, whatever was retracted', async () => {
    const story = createStory(20)
    story.bid(1, 1_000)
    story.bid(2, 1_100)
    story.retract(story.bid(3, 1_200), story.bid(1, 1_300))
    await world.app.materialise(story.all())
    const numbersAt = async (path: string) => (await get(path)).body.map(({ id }: { id: number }) => id)
    expect(await numbersAt('/items/20/bids?limit=1')).toEqual([4])
    expect(await numbersAt('/auction/20/bids')).toEqual([4, 3])
  })
})

describe('a cursor', () => {
  const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')
  const auctionId = '019aa000-0000-7000-8000-000000000001'
  const [at, yearZero] = [atSecond(0), '0000-01-01T00:00:00.000Z']

  it.each([
    ['bids', { at: yearZero, auctionId }],
    ['watchlist', { at: yearZero, auctionId }],
    ['notices', { at: yearZero, auctionId, kind: 'won' }],
    ['notices', { at, auctionId, kind: '\u0000' }],
    ['notices', { at, auctionId, kind: 'rumour' }],
    ['blocks', { paddleNumber: 4_000_000_000 }],
    ['lots', { sort: 'newest', at: yearZero, id: auctionId }],
  ])('that PostgreSQL would not take is none of me/%s', async (what, place) => {
    const { status, body } = await getAs(bidder(1), `/v1/me/${what}?cursor=${cursorOf(place)}`)
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
  })
})
