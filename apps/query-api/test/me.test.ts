import { randomUUID } from 'node:crypto'
import type { BidView, LotView } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import type { QueryApp } from '../src/app.ts'
import { atSecond, bidder, history, paddle, seller } from './lots.ts'
import { orderOfLot } from './shopViews.ts'
import { bearer, createWorld, type World } from './world.ts'

let world: World
let app: QueryApp
let nowMs = Date.parse(atSecond(60))
beforeAll(async () => {
  world = await createWorld()
  app = world.instance({ now: () => nowMs })
})
afterAll(() => world.drop())

const me = bidder(1)
const rival = bidder(2)
const aliased = (alias: number) => ({ id: bidder(alias).id, paddleNumber: paddle(alias), alias })

const get = async (path: string, actor = me) =>
  request(app.http)
    .get(path)
    .set('Authorization', await bearer(actor))

let lotNumber = 100

/** A lot on which I have bid (version 3), and my rival after me (version 4) when `overtaken`. */
async function lotIBidOn(changes: Partial<LotView>, overtaken = true): Promise<LotView> {
  lotNumber += 1
  const plain = history(lotNumber)
  const last = overtaken ? 4 : 3
  const lot: LotView = { ...plain.lotAt(last), ...changes }
  const bids: BidView[] = [{ ...plain.bidAt(3), type: 'max', maximum: 1_250 }]
  if (overtaken) bids.push(plain.bidAt(4))
  await app.materialise([
    ...bids.map((data) => ({ type: 'bid.view' as const, data })),
    { type: 'lot.view' as const, data: lot },
  ])
  return lot
}

const ended = { status: 'completed', endedAt: atSecond(3_600) } as const
const sale = (alias: number, changes: Partial<NonNullable<LotView['sale']>> = {}): LotView['sale'] => ({
  saleId: randomUUID(),
  via: 'hammer',
  buyer: aliased(alias),
  price: 1_100,
  failed: false,
  ...changes,
})

it('tells who is signed in, from the token alone', async () => {
  const answer = await get('/v1/me')
  const { id, username, paddleNumber } = me
  expect({ status: answer.status, body: answer.body }).toEqual({
    status: 200,
    body: { id, username, paddleNumber, roles: ['bidder'] },
  })
  expect((await get('/v1/me?id=1')).status).toBe(422)
  expect((await request(app.http).get('/v1/me')).status).toBe(401)
})

describe('my bids', () => {
  it.each<[string, Partial<LotView>, boolean]>([
    ['leading', {}, false],
    ['outbid', {}, true],
    ['won', { ...ended, outcome: 'sold', sale: sale(1) }, false],
    ['lost', { ...ended, outcome: 'sold', sale: sale(2) }, true],
    ['won', { ...ended, outcome: 'sold', sale: sale(1, { via: 'offer' }) }, true],
    ['lost', { ...ended, outcome: 'sold', sale: sale(1, { failed: true }) }, false],
    ['won', { ...ended, outcome: 'sold' }, false],
    ['reserve_not_met', { ...ended, outcome: 'reserve_not_met' }, false],
    ['lost', { ...ended, outcome: 'reserve_not_met' }, true],
    ['cancelled', { status: 'cancelled', endedAt: atSecond(50), cancelReason: 'stolen' }, true],
  ])('are %s', async (status, changes, overtaken) => {
    const lot = await lotIBidOn(changes, overtaken)
    const { body } = await get('/v1/me/bids?limit=1')
    expect(body.items).toMatchObject([
      { lot: { id: lot.id }, status, yourBid: 1_000, yourMaximum: 1_250, at: expect.any(String) },
    ])
  })
})

describe('my notices', () => {
  const kindsOf = async (lot: LotView, actor = me): Promise<readonly Record<string, unknown>[]> => {
    const { body } = await get('/v1/me/notices?limit=100', actor)
    return body.items.filter(({ auctionId }: Record<string, unknown>) => auctionId === lot.id)
  }

  it('tell that somebody else leads, since the entry that overtook mine', async () => {
    const lot = await lotIBidOn({})
    expect(await kindsOf(lot)).toMatchObject([{ kind: 'outbid', at: atSecond(lot.lotNumber + 4), price: 1_100 }])
    expect(await kindsOf(lot, rival)).toEqual([])
  })

  it('no longer, once I lead again', async () => {
    const lot = await lotIBidOn({})
    await app.materialise([{ type: 'lot.view', data: { ...lot, version: 5, leader: aliased(1) } }])
    expect(await kindsOf(lot)).toEqual([])
  })

  it.each<[string, Partial<LotView>, boolean, Record<string, unknown>]>([
    ['won', { ...ended, outcome: 'sold', sale: sale(1) }, false, { at: ended.endedAt, price: 1_100 }],
    ['lost', { ...ended, outcome: 'sold', sale: sale(2) }, true, { at: ended.endedAt }],
    ['reserve_not_met', { ...ended, outcome: 'reserve_not_met' }, false, { at: ended.endedAt }],
    ['cancelled', { status: 'cancelled', endedAt: atSecond(50), cancelReason: 'stolen' }, true, { reason: 'stolen' }],
  ])('tell what is %s', async (kind, changes, overtaken, more) => {
    const lot = await lotIBidOn(changes, overtaken)
    expect(await kindsOf(lot)).toMatchObject([{ kind, lotNumber: lot.lotNumber, title: lot.title, ...more }])
  })

  it('tell that a lot closes soon, a quarter of an hour before its end, until it ends', async () => {
    const lot = await lotIBidOn({}, false)
    for (const [second, kinds] of [
      [2_699, []],
      [2_700, ['closing_soon']],
      [3_599, ['closing_soon']],
      [3_600, []],
    ] as const) {
      nowMs = Date.parse(atSecond(second))
      expect((await kindsOf(lot)).map(({ kind }) => kind)).toEqual(kinds)
    }
    nowMs = Date.parse(atSecond(60))
  })

  it('tell of an offer to me, and to nobody else, until it expires', async () => {
    const offer = {
      offerId: randomUUID(),
      kind: 'below_reserve' as const,
      to: aliased(1),
      price: 1_050,
      expiresAt: atSecond(9_000),
      madeAt: atSecond(4_000),
    }
    const lot = await lotIBidOn({ ...ended, outcome: 'reserve_not_met', offer }, true)
    const told = { kind: 'offer', offerId: offer.offerId, price: 1_050, expiresAt: offer.expiresAt, at: offer.madeAt }
    expect((await kindsOf(lot))[0]).toMatchObject(told)
    expect((await kindsOf(lot, rival)).map(({ kind }) => kind)).not.toContain('offer')
    nowMs = Date.parse(offer.expiresAt)
    expect((await kindsOf(lot)).map(({ kind }) => kind)).not.toContain('offer')
    nowMs = Date.parse(atSecond(60))
  })

  it('tell the buyer of an order to pay, until it is paid or its time is over', async () => {
    const sold = sale(1)
    const lot = await lotIBidOn({ ...ended, outcome: 'sold', sale: sold })
    const toPay = async (actor = me) => (await kindsOf(lot, actor)).filter(({ kind }) => kind === 'order_to_pay')
    expect(await toPay()).toEqual([])
    const placed = orderOfLot({ auctionId: lot.id, saleId: sold?.saleId ?? '', lotNumber: lot.lotNumber })
    await app.materialiseOrders([placed])
    const { id: orderId, createdAt: at, payableUntil } = placed
    expect(await toPay()).toMatchObject([{ kind: 'order_to_pay', at, price: 1_100, orderId, payableUntil }])
    expect(await toPay(rival)).toEqual([])
    nowMs = Date.parse(payableUntil)
    expect(await toPay()).toEqual([])
    nowMs = Date.parse(atSecond(60))
    await app.materialise([
      { type: 'lot.view', data: { ...lot, version: lot.version + 1, sale: sale(1, { ...sold, failed: true }) } },
    ])
    expect(await toPay()).toEqual([])
    await app.materialise([{ type: 'lot.view', data: { ...lot, version: lot.version + 2 } }])
    expect(await toPay()).toHaveLength(1)
    await app.materialiseOrders([{ ...placed, version: 2, status: 'paid', payment: 'approved' }])
    expect(await toPay()).toEqual([])
  })

  it('come page by page, each once', async () => {
    const all = (await get('/v1/me/notices?limit=100')).body.items
    const paged: unknown[] = []
    for (let cursor = ''; ; ) {
      const { body } = await get(`/v1/me/notices?limit=2${cursor}`)
      paged.push(...body.items)
      if (body.nextCursor === null) break
      cursor = `&cursor=${body.nextCursor}`
    }
    expect(paged).toEqual(all)
    expect(paged.length).toBeGreaterThan(5)
  })
})

describe('what I watch and whom I block', () => {
  const user = bidder(7)

  it('are lists of the newest word, page by page', async () => {
    const lots = [history(501), history(502), history(503)]
    await app.materialise(lots.flatMap((lot) => lot.views(1, 2)))
    const watch = (index: number, version: number, watching: boolean) => ({
      type: 'watch.view' as const,
      data: { userId: user.id, auctionId: lots[index]?.id ?? '', version, watching, at: atSecond(10) },
    })
    const block = (paddleNumber: number, version: number, blocked: boolean) => ({
      type: 'block.view' as const,
      data: { userId: user.id, paddleNumber, version, blocked, at: atSecond(10) },
    })
    await app.materialiseMembers([watch(0, 1, true), watch(1, 2, true), watch(2, 3, true), watch(1, 5, false)])
    await app.materialiseMembers([block(11, 6, true), block(12, 7, true), block(11, 8, false), watch(1, 2, true)])
    const first = (await get('/v1/me/watchlist?limit=1', user)).body
    const second = (await get(`/v1/me/watchlist?limit=1&cursor=${first.nextCursor}`, user)).body
    const ids = [...first.items, ...second.items].map(({ lot }) => lot.id)
    expect(ids.toSorted()).toEqual([lots[0]?.id, lots[2]?.id].toSorted())
    expect(second.nextCursor).toBeNull()
    expect((await get('/v1/me/blocks', user)).body).toEqual({
      items: [{ paddleNumber: 12, blockedAt: atSecond(10) }],
      nextCursor: null,
    })
  })

  it('tell a watcher that a lot is cancelled', async () => {
    const lot = history(504)
    const cancelled = { ...lot.lotAt(2), status: 'cancelled' as const, endedAt: atSecond(9), cancelReason: 'broken' }
    await app.materialise([{ type: 'lot.view', data: cancelled }])
    const data = { userId: user.id, auctionId: lot.id, version: 9, watching: true, at: atSecond(10) }
    await app.materialiseMembers([{ type: 'watch.view', data }])
    const { body } = await get('/v1/me/notices', user)
    expect(body.items).toContainEqual(expect.objectContaining({ kind: 'cancelled', auctionId: lot.id }))
  })
})

describe('what a taken offer cost', () => {
  it('is known to the buyer and the seller alone', async () => {
    const lot = await lotIBidOn({ ...ended, outcome: 'reserve_not_met', sale: sale(1, { via: 'offer', price: 1_234 }) })
    const priceFor = async (actor: typeof me) => (await get(`/v1/auctions/${lot.id}`, actor)).body.sale.price
    expect([await priceFor(me), await priceFor(seller), await priceFor(rival)]).toEqual([1_234, 1_234, null])
    expect((await request(app.http).get(`/v1/auctions/${lot.id}`)).body.sale).toMatchObject({
      via: 'offer',
      price: null,
    })
  })
})

describe('what is mine', () => {
  it('are the lots I sell, with my reserve', async () => {
    const lot = await lotIBidOn({ reservePrice: 7_654_321, reserveMet: false })
    const { body } = await get('/v1/me/lots?limit=100', seller)
    expect(body.items).toContainEqual(expect.objectContaining({ id: lot.id, reservePrice: 7_654_321 }))
    expect((await get('/v1/me/lots')).body.items).toEqual([])
  })

  it.each(['bids', 'lots', 'watchlist', 'blocks', 'notices'])('%s is asked for with a token', async (what) => {
    const { status, body } = await request(app.http).get(`/v1/me/${what}`)
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'token_missing' })
    for (const query of ['cursor=x', 'limit=0', 'unknown=1']) {
      expect((await get(`/v1/me/${what}?${query}`)).status).toBe(422)
    }
  })
})
