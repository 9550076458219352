import { randomUUID } from 'node:crypto'
import type { LotView } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { atSecond, bidder, history, seller } from './lots.ts'
import { createSearchWorld, type SearchWorld } from './searchWorld.ts'
import { bearer } from './world.ts'

let world: SearchWorld
const elsewhere = { id: randomUUID(), username: 'otto', paddleNumber: 497 }
const lastStatus = { 9: 'scheduled', 10: 'completed', 11: 'cancelled' } as const

// Prices and ends go against the order of listing; lots 4 and 5 have the same price, end, and instant of listing.
const lots: readonly LotView[] = Array.from({ length: 12 }, (_, index) => {
  const number = index + 1
  const rank = number === 5 ? 4 : number
  return history(number, {
    title: number % 3 === 0 ? `Brass clock ${number}` : `Oak chair ${number}`,
    price: 2_000 - rank * 100,
    endsAt: atSecond(5_000 - rank),
    createdAt: atSecond(rank),
    category: number === 12 ? null : number % 2 === 0 ? 'clocks' : 'chairs',
    currency: number > 8 ? 'USD' : 'KRW',
    status: number === 9 || number === 10 || number === 11 ? lastStatus[number] : 'active',
    ...(number === 7 ? { seller: elsewhere } : {}),
  }).lotAt(2)
})

beforeAll(async () => {
  world = await createSearchWorld()
  await world.take(lots)
})
afterAll(() => world.drop())

const get = (query: string) => request(world.app.http).get(`/v1/search/auctions${query}`)

async function search(query: string) {
  const { body } = await get(query).expect(200)
  return { ...body, numbers: body.items.map(({ lotNumber }: { lotNumber: number }) => lotNumber) }
}

/** Lots 4 and 5 in the order of their ids, which is how equals are ordered, from the lowest. */
const [low, high] = (lots[3]?.id ?? '') < (lots[4]?.id ?? '') ? [4, 5] : [5, 4]

describe('GET /v1/search/auctions', () => {
  it.each([
    ['', [12, 11, 10, 9, 8, 7, 6, high, low, 3, 2, 1]],
    ['?category=clocks', [10, 8, 6, 4, 2]],
    ['?status=scheduled', [9]],
    ['?status=cancelled', [11]],
    ['?currency=USD', [12, 11, 10, 9]],
    [`?seller=${elsewhere.id}`, [7]],
    [`?seller=${elsewhere.id.toUpperCase()}`, [7]],
    ['?minPrice=1700', [3, 2, 1]],
    ['?maxPrice=900', [12, 11]],
    ['?minPrice=1200&maxPrice=1400', [8, 7, 6]],
    ['?maxPrice=0', []],
    [`?endingBefore=${atSecond(4_990)}`, [12, 11]],
    ['?endingBefore=2026-11-21T20:23:10%2B09:00', [12, 11]],
    ['?category=clocks&currency=KRW&minPrice=1300', [6, 4, 2]],
    ['?q=clock', [12, 9, 6, 3]],
    ['?q=%20%20BRASS%20%20Clo%20', [12, 9, 6, 3]],
    ['?q=clokc&status=active&sort=price_asc', [12, 6, 3]],
    ['?q=', [12, 11, 10, 9, 8, 7, 6, high, low, 3, 2, 1]],
    ['?q=!!!', []],
    ['?sort=price_asc', [12, 11, 10, 9, 8, 7, 6, low, high, 3, 2, 1]],
    ['?sort=price_desc', [1, 2, 3, high, low, 6, 7, 8, 9, 10, 11, 12]],
    ['?sort=ending_soon', [12, 9, 8, 7, 6, low, high, 3, 2, 1]],
    ['?sort=ending_soon&status=completed', [10]],
  ])('%s', async (query, numbers) => {
    expect((await search(query)).numbers).toEqual(numbers)
    expect((await search(query)).total).toBe(numbers.length)
  })

  it('counts over the whole result, whatever the page', async () => {
    const facets = {
      category: [
        { value: 'chairs', count: 3 },
        { value: 'clocks', count: 2 },
      ],
      status: [
        { value: 'active', count: 3 },
        { value: 'cancelled', count: 1 },
        { value: 'completed', count: 1 },
        { value: 'scheduled', count: 1 },
      ],
      currency: [
        { value: 'USD', count: 4 },
        { value: 'KRW', count: 2 },
      ],
    }
    const first = await search('?maxPrice=1300&limit=2')
    expect(first).toMatchObject({ numbers: [12, 11], total: 6, facets })
    const second = await search(`?maxPrice=1300&limit=2&cursor=${first.nextCursor}`)
    expect(second).toMatchObject({ numbers: [10, 9], total: 6, facets })
  })

  it.each(['newest', 'ending_soon', 'price_asc', 'price_desc', 'relevance'])(
    'comes in pages without doubles and gaps: %s',
    async (sort) => {
      const whole = (await search(`?q=oak&sort=${sort}`)).numbers
      expect(whole.length).toBeGreaterThan(5)
      for (const limit of [1, 2, 3]) {
        const all: number[] = []
        let cursor: string | null = ''
        while (cursor !== null) {
          const page = await search(`?q=oak&sort=${sort}&limit=${limit}${cursor && `&cursor=${cursor}`}`)
          all.push(...page.numbers)
          cursor = page.nextCursor
        }
        expect(all).toEqual(whole)
      }
    },
  )

  it('shows lots as the lists do, to whom they are shown', async () => {
    for (const actor of [undefined, bidder(1), seller]) {
      const headers = actor === undefined ? {} : { Authorization: await bearer(actor) }
      const listed = await request(world.app.http).get('/v1/auctions?category=clocks').set(headers)
      const found = await get('?category=clocks').set(headers)
      expect(found.body.items).toEqual(listed.body.items)
    }
  })

  it.each([
    ['?colour=red', undefined],
    ['?minPrice=2&maxPrice=1', 'minPrice'],
    ['?minPrice=-1', 'minPrice'],
    ['?minPrice=1.5', 'minPrice'],
    ['?maxPrice=1000000000000001', 'maxPrice'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?sort=cheapest', 'sort'],
    ['?status=open', 'status'],
    ['?seller=sally', 'seller'],
    ['?category=a%20b', 'category'],
    ['?currency=won', 'currency'],
    ['?endingBefore=tomorrow', 'endingBefore'],
    ['?endingBefore=0000-01-01T00:00:00Z', 'endingBefore'],
    [`?q=${'a'.repeat(201)}`, 'q'],
    ['?q=a%00b', 'q'],
    ['?q=a&q=b', 'q'],
    ['?cursor=nonsense', 'cursor'],
  ])('refuses %s', async (query, path) => {
    const { body } = await get(query).expect(422)
    expect(body.code).toBe('invalid_input')
    if (path !== undefined) expect(body.errors).toEqual([{ path, message: expect.any(String) }])
  })

  it('refuses the cursor of another search, but lets a page be longer', async () => {
    const { nextCursor } = await search('?category=clocks&limit=2')
    expect((await search(`?category=clocks&limit=3&cursor=${nextCursor}`)).numbers).toEqual([6, 4, 2])
    for (const other of ['?category=chairs', '?category=clocks&sort=price_asc', '?category=clocks&q=clock', '?']) {
      const { body } = await get(`${other}&cursor=${nextCursor}`).expect(422)
      expect(body.errors).toEqual([{ path: 'cursor', message: expect.any(String) }])
    }
  })
})
