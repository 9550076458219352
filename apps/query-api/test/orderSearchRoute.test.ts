import { randomUUID } from 'node:crypto'
import type { OrderView } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { administrator, atSecond, bidder } from './lots.ts'
import { newOrder, newSku, ofLot, ofSku } from './searchedOrders.ts'
import { createSearchWorld, type SearchWorld } from './searchWorld.ts'
import { bearer } from './world.ts'

let world: SearchWorld
const mine = bidder(1)
const theirs = bidder(2)
const buyerOf = ({ id, paddleNumber }: typeof mine) => ({ id, paddleNumber })
const [loupe, clock] = [newSku('Folding loupe'), newSku('Travel clock')]

// Orders 4 and 5 were placed at the same instant; 7 and 8 are somebody else's.
const orders: readonly OrderView[] = Array.from({ length: 8 }, (_, index) => {
  const number = index + 1
  return newOrder({
    buyer: buyerOf(number > 6 ? theirs : mine),
    item: number === 3 ? ofLot(12) : ofSku(number % 2 === 0 ? loupe : clock, number),
    status: number === 2 ? 'paid' : number === 6 ? 'expired' : 'created',
    correlationId: `Request:${number}`,
    createdAt: atSecond(number === 5 ? 4 : number),
  })
})
const numberOf = new Map(orders.map(({ id }, index) => [id, index + 1]))
const [low, high] = (orders[3]?.id ?? '') < (orders[4]?.id ?? '') ? [4, 5] : [5, 4]

beforeAll(async () => {
  world = await createSearchWorld()
  await world.takeOrders(orders)
})
afterAll(() => world.drop())

const get = async (query: string, actor = mine) =>
  request(world.app.http)
    .get(`/v1/search/orders${query}`)
    .set('Authorization', await bearer(actor))

async function search(query: string, actor = mine) {
  const { body, status } = await get(query, actor)
  expect({ status, body }).toMatchObject({ status: 200 })
  return { ...body, numbers: body.items.map(({ id }: OrderView) => numberOf.get(id)) }
}

const own = [6, high, low, 3, 2, 1]

describe('GET /v1/search/orders', () => {
  it.each([
    ['', own],
    [`?userId=${mine.id}`, own],
    [`?userId=${mine.id.toUpperCase()}`, own],
    [`?userId=${mine.paddleNumber}`, own],
    [`?skuId=${loupe.id}`, [6, 4, 2]],
    [`?skuId=${loupe.number}`, [6, 4, 2]],
    [`?skuId=${randomUUID()}`, []],
    ['?correlationId=Request:5', [5]],
    ['?correlationId=Request:7', []],
    ['?status=paid', [2]],
    ['?status=cancelled', []],
    [`?from=${atSecond(3)}`, [6, high, low, 3]],
    [`?to=${atSecond(3)}`, [2, 1]],
    [`?from=${atSecond(2)}&to=${atSecond(4)}`, [3, 2]],
    ['?from=2026-11-21T19:00:04%2B09:00', [6, high, low]],
    ['?q=loupe', [6, 4, 2]],
    ['?q=%20FOLDING%20lou', [6, 4, 2]],
    [`?q=${loupe.code}`, [6, 4, 2]],
    ['?q=folding%20clock', []],
    ['?q=request:1', [1]],
    ['?q=', own],
    [`?skuId=${clock.number}&status=created&to=${atSecond(4)}`, [1]],
  ])('finds one’s own, the newest first: %s', async (query, numbers) => {
    for (const found of [await search(query), await search(query)]) {
      expect(found).toMatchObject({ numbers, total: numbers.length, nextCursor: null })
    }
  })

  it('finds those of all for administrators', async () => {
    expect((await search('', administrator)).numbers).toEqual([8, 7, ...own])
    expect((await search(`?userId=${theirs.paddleNumber}`, administrator)).numbers).toEqual([8, 7])
    expect((await search(`?userId=${theirs.id}&skuId=${loupe.number}`, administrator)).numbers).toEqual([8])
    expect((await search('?correlationId=Request:7', administrator)).numbers).toEqual([7])
  })

  it('shows an order as it is read by itself', async () => {
    const { items } = await search('?correlationId=Request:3')
    expect(items).toEqual([{ ...orders[2], userId: mine.id }])
  })

  it('is not for those who are not signed in, and tells nobody of another’s orders', async () => {
    const { body } = await request(world.app.http).get('/v1/search/orders').expect(401)
    expect(body.code).toBe('token_missing')
    for (const user of [theirs.id, theirs.paddleNumber]) {
      const refused = await get(`?userId=${user}`)
      expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    expect((await search('', theirs)).numbers).toEqual([8, 7])
  })

  it('goes by the id, whoever else has had the paddle’s number', async () => {
    const namesake = { ...bidder(9), paddleNumber: mine.paddleNumber }
    expect((await search(`?userId=${mine.paddleNumber}`, namesake)).numbers).toEqual([])
  })

  it('comes in pages without doubles and gaps', async () => {
    for (const limit of [1, 2, 4]) {
      const all: number[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page = await search(`?limit=${limit}${cursor && `&cursor=${cursor}`}`)
        expect(page.total).toBe(6)
        all.push(...page.numbers)
        cursor = page.nextCursor
      }
      expect(all).toEqual(own)
    }
  })

  it('refuses the cursor of another search, and another’s, but lets a page be longer', async () => {
    const { nextCursor } = await search('?limit=2')
    expect((await search(`?limit=3&cursor=${nextCursor}`)).numbers).toHaveLength(3)
    const refusals = [await get(`?cursor=${nextCursor}`, theirs), await get(`?status=paid&cursor=${nextCursor}`)]
    for (const refused of refusals) {
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'cursor' }] } })
    }
  })

  it.each([
    ['?colour=red', 'colour'],
    ['?userId=mine', 'userId'],
    ['?userId=0', 'userId'],
    ['?userId=2147483648', 'userId'],
    ['?skuId=loupe', 'skuId'],
    ['?correlationId=a%20b', 'correlationId'],
    ['?status=CREATED', 'status'],
    ['?from=yesterday', 'from'],
    ['?from=0000-01-01T00:00:00Z', 'from'],
    [`?from=${atSecond(2)}&to=${atSecond(1)}`, 'from'],
    ['?limit=101', 'limit'],
    ['?q=a%00b', 'q'],
    [`?q=${'a'.repeat(201)}`, 'q'],
    ['?cursor=nonsense', 'cursor'],
  ])('refuses %s', async (query, path) => {
    const { status, body } = await get(query)
    expect(status).toBe(422)
    expect(body.errors).toEqual([{ path, message: expect.any(String) }])
  })
})
