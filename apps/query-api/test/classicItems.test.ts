import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { atSecond, bidder, history, paddle } from './lots.ts'
import { createWorld, type World } from './world.ts'

let world: World
const lot = history(7)
beforeAll(async () => {
  world = await createWorld()
  await world.app.materialise([
    ...lot.views(1, 5),
    ...history(8, { category: null, images: [], status: 'cancelled' }).views(1, 1),
    ...history(9).views(1, 1),
  ])
})
afterAll(() => world.drop())

const get = (path: string) => request(world.app.http).get(path)
const summary = {
  id: 7,
  c_code: 'clocks',
  title: 'Lot 7',
  image: 'https://images.example/clock.jpg',
  start_price: 1_000,
  current_price: 1_200,
  status: 'ACTIVE',
  start_datetime: atSecond(0),
  end_datetime: atSecond(3_600),
  seller: 'sally',
  created_at: atSecond(7),
}
const item = {
  ...summary,
  content: 'It ticks',
  version: 5,
  bids: [
    { id: 5, bid_amount: 1_200, bidder: paddle(3), created_at: atSecond(12) },
    { id: 4, bid_amount: 1_100, bidder: paddle(2), created_at: atSecond(11) },
    { id: 3, bid_amount: 1_000, bidder: paddle(1), created_at: atSecond(10) },
  ],
}

const classicError = (status: number, code: string) => ({
  ...(status === 400 ? { errors: [{ path: expect.any(String), message: expect.any(String) }] } : {}),
  statusCode: status,
  message: expect.any(String),
  error: expect.any(String),
  code,
})

describe('GET /auction/items', () => {
  it('lists the newest first', async () => {
    const { body } = await get('/auction/items').expect(200)
    expect(body).toEqual({
      items: [
        { ...summary, id: 9, title: 'Lot 9', current_price: 1_000, status: 'SCHEDULED', created_at: atSecond(9) },
        {
          ...summary,
          id: 8,
          title: 'Lot 8',
          c_code: null,
          image: null,
          current_price: 1_000,
          status: 'COMPLETED',
          created_at: atSecond(8),
        },
        summary,
      ],
      page: 1,
      pageSize: 20,
      total: 3,
    })
  })

  it.each([
    ['pageSize=2', [9, 8]],
    ['pageSize=2&page=2', [7]],
    ['pageSize=2&page=3', []],
    ['page=1000000&pageSize=100', []],
    ['pageSize=1&page=2&colour=red', [8]],
  ])('in pages: %s', async (query, ids) => {
    const { body } = await get(`/auction/items/?${query}`).expect(200)
    expect(body).toMatchObject({ total: 3 })
    expect(body.items.map(({ id }: { id: number }) => id)).toEqual(ids)
  })

  it.each(['pageSize=0', 'pageSize=101', 'page=0', 'page=-1', 'page=one', 'page=1000001', 'page=1&page=2'])(
    'refuses %s',
    async (query) => {
      expect((await get(`/auction/items?${query}`).expect(400)).body).toEqual(classicError(400, 'INVALID_INPUT'))
    },
  )
})

describe('GET /auction/item/{id}', () => {
  it.each(['/auction/item/7', '/auction/item/7/', '/auction/item/7?atLeast=5&x=1'])(
    'has its bids, highest first, at %s',
    async (path) => {
      expect((await get(path).expect(200)).body).toEqual(item)
    },
  )

  it('has no bids before the first', async () => {
    expect((await get('/auction/item/9').expect(200)).body).toMatchObject({ current_price: 1_000, bids: [] })
  })

  it('leaves out what was retracted, and puts an answer of the house in its place', async () => {
    const other = history(17)
    const beaten = { ...other.bidAt(4), amount: 1_900, leads: false }
    const answer = { ...other.bidAt(5), id: other.bidAt(6).id, amount: 1_900, auto: true }
    await world.app.materialise([
      { type: 'bid.view', data: { ...other.bidAt(3), retractedVersion: 7 } },
      { type: 'bid.view', data: beaten },
      { type: 'bid.view', data: answer },
      { type: 'lot.view', data: { ...other.lotAt(7), bidCount: 3, retractedCount: 1 } },
    ])
    const { body } = await get('/auction/item/17').expect(200)
    expect(body.bids.map(({ id, bid_amount }: { id: number; bid_amount: number }) => [id, bid_amount])).toEqual([
      [5, 1_900],
      [4, 1_900],
    ])
    await world.pool.query('delete from lots where lot_number = 17')
  })

  it('keeps bidders unknown where bidding is not open', async () => {
    const closed = world.instance({ openBidding: false })
    const { body, text } = await request(closed.http).get('/auction/item/7').expect(200)
    expect(body.bids.map((bid: { bidder: number }) => bid.bidder)).toEqual([3, 2, 1])
    for (const number of [1, 2, 3]) {
      expect(text).not.toContain(String(paddle(number)))
      expect(text).not.toContain(bidder(number).id)
    }
  })

  it.each([
    ['/auction/item/10', 404, 'NOT_FOUND'],
    ['/auction/item/0', 404, 'NOT_FOUND'],
    ['/auction/item/9999999999', 404, 'NOT_FOUND'],
    ['/auction/item/clock', 400, 'INVALID_INPUT'],
    ['/auction/item/7.5', 400, 'INVALID_INPUT'],
    ['/auction/item/7?atLeast=x', 400, 'INVALID_INPUT'],
    ['/auction/item/7?atLeast=6', 202, 'NOT_YET'],
  ])('answers %s with %d %s', async (path, status, code) => {
    expect((await get(path).expect(status)).body).toEqual(classicError(status, code))
  })

  it('is for reading alone', async () => {
    const answer = await request(world.app.http).delete('/auction/item/7').expect(405)
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.body).toEqual(classicError(405, 'METHOD_NOT_ALLOWED'))
  })
})
