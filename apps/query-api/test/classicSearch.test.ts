import { createSchemas } from '@gavel/service-kit/openapi'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { itemsSearched } from '../src/search/lots/classicSearchRoute.ts'
import { atSecond, history } from './lots.ts'
import { createSearchWorld, type SearchWorld } from './searchWorld.ts'

let world: SearchWorld
const moving = history(3, { category: 'clocks' })
beforeAll(async () => {
  world = await createSearchWorld()
  await world.take([
    history(1, { category: 'clocks', price: 500 }).lotAt(2),
    history(2, { category: '12', price: 900 }).lotAt(2),
    moving.lotAt(3),
    history(4, { category: 'silver', price: 50, status: 'cancelled' }).lotAt(2),
  ])
})
afterAll(() => world.drop())

const get = (query: string) => request(world.app.http).get(`/auction/items/search${query}`)
const ids = async (query: string): Promise<number[]> =>
  (await get(query).expect(200)).body.items.map(({ id }: { id: number }) => id)

describe('GET /auction/items/search', () => {
  it.each([
    ['', [4, 3, 2, 1]],
    ['/', [4, 3, 2, 1]],
    ['?c_code=clocks', [3, 1]],
    ['?c_code=12', [2]],
    ['?c_code=nothing', []],
    ['?minPrice=500&maxPrice=900', [2, 1]],
    ['?c_code=clocks&minPrice=501', [3]],
    ['?maxPrice=50', [4]],
    ['?c_code=&minPrice=&maxPrice=&colour=red', [4, 3, 2, 1]],
  ])('finds the newest first: %s', async (query, found) => {
    expect(await ids(query)).toEqual(found)
    expect(await ids(query)).toEqual(found)
  })

  it('shows items as their lists do, at the price of now', async () => {
    const wide = '?c_code=clocks&minPrice=600'
    const narrow = '?c_code=clocks&minPrice=1000&maxPrice=1100'
    const item = {
      id: 3,
      c_code: 'clocks',
      title: 'Lot 3',
      image: 'https://images.example/clock.jpg',
      start_price: 1_000,
      current_price: 1_000,
      status: 'ACTIVE',
      start_datetime: atSecond(0),
      end_datetime: atSecond(3_600),
      seller: 'sally',
      created_at: atSecond(3),
    }
    for (const query of [wide, narrow]) expect((await get(query)).body).toEqual({ items: [item] })
    await world.take([moving.lotAt(5)])
    expect((await get(wide)).body).toEqual({ items: [{ ...item, current_price: 1_200 }] })
    expect((await get(narrow)).body).toEqual({ items: [] })
  })

  it.each([
    ['?minPrice=2&maxPrice=1', 'minPrice'],
    ['?minPrice=-1', 'minPrice'],
    ['?maxPrice=cheap', 'maxPrice'],
    ['?maxPrice=1000000000000001', 'maxPrice'],
    ['?maxPrice=1&maxPrice=2', 'maxPrice'],
    ['?c_code=a%20b', 'c_code'],
  ])('refuses %s', async (query, path) => {
    expect((await get(query).expect(400)).body).toEqual({
      statusCode: 400,
      message: expect.any(String),
      error: 'Bad Request',
      code: 'INVALID_INPUT',
      errors: [{ path, message: expect.any(String) }],
    })
  })

  it('is for reading alone', async () => {
    const { body, headers } = await request(world.app.http).post('/auction/items/search').expect(405)
    expect({ code: body.code, allow: headers.allow }).toEqual({ code: 'METHOD_NOT_ALLOWED', allow: 'GET, HEAD' })
  })

  it('says of each field that it may be empty, as it may', () => {
    const { of } = createSchemas('#/')
    for (const field of Object.values(itemsSearched.shape)) {
      const { pattern } = of(field, 'input')
      expect('').toMatch(new RegExp(String(pattern)))
      expect('!').not.toMatch(new RegExp(String(pattern)))
    }
  })
})
