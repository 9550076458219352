import { createPool, migrate, revert } from '@gavel/database'
import type { MemberView } from '@gavel/event-contracts'
import { createScope } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { saveLots } from '../src/sql/saveLots.ts'
import { atSecond, bidder, type History, history, seller } from './lots.ts'
import { createWorld, migrations, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

type Item = { id: string; lotNumber: number; watchCount?: number }
const list = async (query: string): Promise<{ items: Item[]; nextCursor: string | null }> =>
  (await request(world.app.http).get(`/v1/auctions?${query}`).expect(200)).body

async function pages(query: string): Promise<Item[]> {
  const all: Item[] = []
  for (let cursor = ''; ; ) {
    const page = await list(`${query}${cursor}`)
    all.push(...page.items)
    if (page.nextCursor === null) return all
    cursor = `&cursor=${page.nextCursor}`
  }
}
const numbers = (items: readonly Item[]): number[] => items.map(({ lotNumber }) => lotNumber)
const watch = (lot: History, user: number, version = 1, watching = true): MemberView => ({
  type: 'watch.view',
  data: { userId: bidder(user).id, auctionId: lot.id, version, watching, at: atSecond(version) },
})

describe('sort=just_opened', () => {
  it('lists the lots that are open, the one that opened last first, page by page', async () => {
    const [first, second, third, scheduled, over] = [1, 2, 3, 4, 5].map((number) =>
      history(number, { startsAt: atSecond(100 - (number === 3 ? 2 : number)), category: 'opened' }),
    )
    await world.app.materialise([first, second, third, over].flatMap((lot) => lot?.views(1, 2) ?? []))
    await world.app.materialise(scheduled?.views(1, 1) ?? [])
    if (over !== undefined)
      await world.app.materialise([{ type: 'lot.view', data: { ...over.lotAt(3), status: 'completed' } }])
    const whole = numbers((await list('sort=just_opened&category=opened')).items)
    expect(whole.map((number) => (number === 3 ? 2 : number))).toEqual([1, 2, 2])
    for (const limit of [1, 2])
      expect(numbers(await pages(`sort=just_opened&category=opened&limit=${limit}`))).toEqual(whole)
    expect(numbers((await list('sort=just_opened&status=active&category=opened')).items)).toEqual(whole)
    expect((await list('sort=just_opened&category=opened')).items[0]).not.toHaveProperty('watchCount')
  })
})

describe('sort=most_watched', () => {
  const lots = [11, 12, 13, 14, 15, 16].map((number) => history(number, { category: 'watched' }))
  const [few, most, none, before, over, again] = lots
  const counts = async (query = ''): Promise<(number | undefined)[][]> =>
    (await pages(`sort=most_watched&category=watched${query}`)).map((item) => [item.lotNumber, item.watchCount])

  it('lists the lots that are open, those first that most members watch, each with how many', async () => {
    if (!few || !most || !none || !before || !over || !again) throw new Error('lots are missing')
    // A watch may come before its lot, and before it opens.
    await world.app.materialiseMembers([1, 2, 3].map((user) => watch(most, user)))
    await world.app.materialise([few, most, none, over, again].flatMap((lot) => lot.views(1, 2)))
    await world.app.materialise(before.views(1, 1))
    await world.app.materialiseMembers([
      watch(few, 1),
      watch(again, 1),
      watch(again, 2),
      watch(before, 4),
      watch(over, 5),
    ])
    await world.app.materialise([{ type: 'lot.view', data: { ...over.lotAt(3), status: 'cancelled' } }])
    const inOrder = [
      [most.lotNumber, 3],
      [again.lotNumber, 2],
      [few.lotNumber, 1],
      [none.lotNumber, 0],
    ]
    expect(await counts()).toEqual(inOrder)
    for (const limit of [1, 2, 3]) expect(await counts(`&limit=${limit}`)).toEqual(inOrder)
    expect((await counts(`&seller=${seller.id}&endingBefore=${atSecond(9_999)}`)).length).toBe(4)
    expect(await counts(`&endingBefore=${atSecond(0)}`)).toEqual([])

    // Told twice, out of order, and given up: counted once each.
    await world.app.materialiseMembers([
      watch(few, 1),
      watch(few, 1),
      watch(few, 2, 1),
      watch(few, 3, 1),
      watch(few, 4),
    ])
    await world.app.materialiseMembers([
      watch(most, 1, 3, false),
      watch(most, 1, 2),
      watch(most, 2, 2),
      watch(most, 9, 1, false),
    ])
    await world.app.materialise(before.views(2, 5))
    expect(await counts()).toEqual([
      [few.lotNumber, 4],
      ...[most, again].sort((a, b) => (a.id > b.id ? -1 : 1)).map(({ lotNumber }) => [lotNumber, 2]),
      [before.lotNumber, 1],
      [none.lotNumber, 0],
    ])
    const { rows } = await world.pool.query(
      `select auction_id from watch_counts
       where watch_count <> (select count(*) from watches where watching and auction_id = watch_counts.auction_id)
          or is_open <> coalesce((select status = 'active' from lots where id = auction_id), false)`,
    )
    expect(rows).toEqual([])
  })

  it('counts right when several instances store watches and lots at the same time', async () => {
    const many = Array.from({ length: 8 }, (_, index) => history(100 + index, { category: 'busy' }))
    const views = Array.from({ length: 40 }, (_, user) => many.map((lot) => watch(lot, user)))
    await Promise.all([
      ...views.map((some, index) => world.app.materialiseMembers(index % 2 === 0 ? some : some.toReversed())),
      ...many.map((lot) => world.app.materialise(lot.views(1, 2))),
      ...views.map((some) => world.app.materialiseMembers(some)),
    ])
    const found = await pages('sort=most_watched&category=busy')
    expect(found.map(({ watchCount }) => watchCount)).toEqual(many.map(() => 40))
  })
})

it.each([
  ['sort=just_opened&status=scheduled'],
  ['sort=most_watched&status=completed'],
  ['sort=most_liked'],
  ['sort=most_watched&cursor=x'],
])('%s is refused', async (query) => {
  const { status, body } = await request(world.app.http).get(`/v1/auctions?${query}`)
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_input' })
})

it('no cursor is taken of another order', async () => {
  for (const [of, by] of [
    ['just_opened', 'most_watched'],
    ['most_watched', 'just_opened'],
    ['newest', 'just_opened'],
  ]) {
    const { nextCursor } = await list(`sort=${of}&limit=1`)
    await request(world.app.http).get(`/v1/auctions?sort=${by}&cursor=${nextCursor}`).expect(422)
  }
})

it('watches and lots stored before counts were kept are counted', async () => {
  const scope = await createScope()
  const pool = createPool({ connectionString: scope.databaseUrl('query'), schema: 'query', applicationName: 'query' })
  try {
    await migrate(pool, { directory: migrations })
    const all = [history(1), history(2), history(3)]
    const [watched, unwatched, unknown] = all
    await saveLots(
      pool,
      [watched, unwatched].flatMap((lot) => lot?.lotAt(2) ?? []),
    )
    await revert(pool, { directory: migrations })
    for (const [lot, watching] of [
      [watched, true],
      [unwatched, false],
      [unknown, true],
    ] as const)
      await pool.query('insert into watches values ($1, $2, 1, $3, now())', [bidder(1).id, lot?.id, watching])
    await migrate(pool, { directory: migrations })
    const { rows } = await pool.query('select * from watch_counts order by auction_id')
    const expected = [
      { auction_id: watched?.id, watch_count: 1, is_open: true },
      { auction_id: unwatched?.id, watch_count: 0, is_open: true },
      { auction_id: unknown?.id, watch_count: 1, is_open: false },
    ]
    expect(rows).toEqual(expected.sort((a, b) => ((a.auction_id ?? '') < (b.auction_id ?? '') ? -1 : 1)))
  } finally {
    await pool.end()
    await scope.drop()
  }
})
