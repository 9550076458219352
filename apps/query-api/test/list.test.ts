import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { atSecond, history, seller } from './lots.ts'
import { createWorld, type World } from './world.ts'

let world: World
const elsewhere = { id: randomUUID(), username: 'otto', paddleNumber: 497 }
beforeAll(async () => {
  world = await createWorld()
  // Ends go against the order of listing; lots 5 and 6 were listed in the same instant and end in the same instant.
  const lots = [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
    history(number, {
      createdAt: atSecond(number === 6 ? 5 : number),
      endsAt: atSecond(number === 6 ? 995 : 1_000 - number),
      category: number % 2 === 0 ? 'clocks' : null,
      ...(number === 8 ? { status: 'completed' as const, outcome: 'no_bids' as const } : {}),
      ...(number === 7 ? { seller: elsewhere } : {}),
    }),
  )
  await world.app.materialise(lots.flatMap((lot) => lot.views(1, lot.lotNumber === 1 ? 1 : 2)))
})
afterAll(() => world.drop())

const list = async (query: string): Promise<{ numbers: number[]; nextCursor: string | null }> => {
  const { body } = await request(world.app.http).get(`/v1/auctions?${query}`).expect(200)
  return {
    numbers: body.items.map(({ lotNumber }: { lotNumber: number }) => lotNumber),
    nextCursor: body.nextCursor,
  }
}

/** Lots 5 and 6 by their ids, as the order of equals is. */
async function pages(query: string): Promise<number[]> {
  const all: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await list(`${query}${cursor === '' ? '' : `&cursor=${cursor}`}`)
    all.push(...page.numbers)
    cursor = page.nextCursor
  }
  return all
}

const equal = (numbers: number[]) => numbers.map((number) => (number === 6 ? 5 : number))

describe('GET /v1/auctions', () => {
  it('is newest first', async () => {
    const { numbers, nextCursor } = await list('')
    expect(equal(numbers)).toEqual([8, 7, 5, 5, 4, 3, 2, 1])
    expect(nextCursor).toBeNull()
  })

  it('or the nearest end first, without what is over', async () => {
    expect(equal((await list('sort=ending_soon')).numbers)).toEqual([7, 5, 5, 4, 3, 2, 1])
    expect((await list('sort=ending_soon&status=completed')).numbers).toEqual([8])
  })

  it.each(['', 'sort=ending_soon'])('comes in pages without doubles and gaps: %s', async (sort) => {
    const whole = (await list(sort)).numbers
    for (const limit of [1, 2, 3, 5]) expect(await pages(`${sort}&limit=${limit}`)).toEqual(whole)
  })

  it('keeps its pages when a lot is listed meanwhile', async () => {
    const first = await list('limit=3')
    await world.app.materialise(history(50, { status: 'completed', category: 'x' }).views(1, 1))
    const second = await list(`limit=3&cursor=${first.nextCursor}`)
    expect(equal([...first.numbers, ...second.numbers])).toEqual([8, 7, 5, 5, 4, 3])
    await world.pool.query('delete from lots where lot_number = 50')
  })

  it('is filtered', async () => {
    expect((await list('status=scheduled')).numbers).toEqual([1])
    expect((await list('status=completed')).numbers).toEqual([8])
    expect((await list('category=clocks')).numbers).toEqual([8, 6, 4, 2])
    expect((await list(`seller=${elsewhere.id}`)).numbers).toEqual([7])
    expect((await list(`seller=${seller.id}&category=clocks&status=active`)).numbers).toEqual([6, 4, 2])
    expect((await list(`endingBefore=${atSecond(994)}`)).numbers).toEqual([8, 7])
    const offset = encodeURIComponent(atSecond(994).replace('Z', '+00:00'))
    expect((await list(`endingBefore=${offset}`)).numbers).toEqual([8, 7])
    expect(await pages('category=clocks&limit=1')).toEqual([8, 6, 4, 2])
  })

  it('takes no cursor of another order', async () => {
    const { nextCursor } = await list('limit=3')
    await request(world.app.http).get(`/v1/auctions?sort=ending_soon&cursor=${nextCursor}`).expect(422)
  })
})
