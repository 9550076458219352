import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { atSecond, history, paddle } from './lots.ts'
import { createWorld, type World } from './world.ts'

let world: World
const lot = history(7)
beforeAll(async () => {
  world = await createWorld()
  await world.app.materialise([...lot.views(1, 5), ...history(8, { buyNowPrice: null }).views(1, 1)])
})
afterAll(() => world.drop())

const get = (path: string) => request(world.app.http).get(path)
const item = {
  id: 7,
  title: 'Lot 7',
  description: 'It ticks',
  starting_price: 1_000,
  current_price: 1_200,
  buy_now_price: 5_000_000,
  start_time: atSecond(0),
  end_time: atSecond(3_600),
  seller: 'sally',
  status: 'ACTIVE',
  created_at: atSecond(7),
}

describe('the classic routes', () => {
  it.each(['/items/7', '/items/7/', '/auction/7', '/auction/7/', '/items/7?atLeast=5', '/items/7?x=1'])(
    'show an item at %s',
    async (path) => {
      expect((await get(path).expect(200)).body).toEqual(item)
    },
  )

  it('list items, newest first', async () => {
    const { body } = await get('/items').expect(200)
    expect(body).toMatchObject([{ id: 8, status: 'SCHEDULED', buy_now_price: null }, item])
    expect((await get('/items/?limit=1').expect(200)).body).toHaveLength(1)
  })

  it.each(['/items/7/bids', '/auction/7/bids', '/auction/7/bids/'])('list bids, highest first, at %s', async (path) => {
    const { body } = await get(path).expect(200)
    expect(body).toEqual([
      { id: 5, item_id: 7, bidder_id: paddle(3), bid_amount: 1_200, bid_time: atSecond(12) },
      { id: 4, item_id: 7, bidder_id: paddle(2), bid_amount: 1_100, bid_time: atSecond(11) },
      { id: 3, item_id: 7, bidder_id: paddle(1), bid_amount: 1_000, bid_time: atSecond(10) },
    ])
  })

  it('name the highest bid by its amount alone', async () => {
    expect((await get('/auction/7/highest-bid').expect(200)).text).toBe('1200')
    expect((await get('/auction/8/highest-bid').expect(200)).text).toBe('null')
  })

  it('keep bidders unknown where bidding is not open', async () => {
    const closed = world.instance({ openBidding: false })
    const { body } = await request(closed.http).get('/items/7/bids').expect(200)
    expect(body.map(({ bidder_id }: { bidder_id: number }) => bidder_id)).toEqual([3, 2, 1])
  })

  it.each([
    '/items/9',
    '/items/9/bids',
    '/auction/9',
    '/auction/9/bids',
    '/auction/9/highest-bid',
    '/items/-7',
    '/items/0',
  ])('know nothing at %s', async (path) => {
    expect((await get(path).expect(404)).body).toEqual({ error: expect.any(String), code: 'NOT_FOUND' })
  })

  it.each([
    '/items/clock',
    '/items/7.5/bids',
    `/auction/${lot.id}`,
    '/auction/x/highest-bid',
    '/items?limit=0',
    '/items?limit=1001',
  ])('refuse %s', async (path) => {
    expect((await get(path).expect(422)).body).toEqual({ error: expect.any(String), code: 'INVALID_INPUT' })
  })

  it('wait for a version, and say when it did not come', async () => {
    expect((await get('/items/7?atLeast=6').expect(202)).body).toEqual({ error: expect.any(String), code: 'NOT_YET' })
  })

  it('offer nothing but reading', async () => {
    const answer = await request(world.app.http).post('/items/7').expect(405)
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.body).toEqual({ error: expect.any(String), code: 'METHOD_NOT_ALLOWED' })
  })
})
