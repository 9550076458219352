import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { highestBid } from '../src/sql/highestBid.ts'
import { loadLot } from '../src/sql/loadLot.ts'
import { newestBids } from '../src/sql/newestBids.ts'
import { type History, history } from './lots.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const lot = ({ id }: History) => loadLot(world.pool, { kind: 'id', id })
const bids = ({ id }: History) => newestBids(world.pool, id, { limit: 1_000 })

it('keeps a view as it was published', async () => {
  const some = history(1)
  await world.app.materialise(some.views(1, 4))
  expect(await lot(some)).toEqual(some.lotAt(4))
  expect(await loadLot(world.pool, { kind: 'number', lotNumber: 1 })).toEqual(some.lotAt(4))
  expect(await bids(some)).toEqual({ bids: [some.bidAt(4), some.bidAt(3)], stored: 2, retracted: 0 })
  expect(await highestBid(world.pool, some.lotAt(4))).toEqual({ bid: some.bidAt(4), stored: 2, retracted: 0 })
})

it('takes no older version after a newer one', async () => {
  const some = history(2)
  await world.app.materialise(some.views(1, 9))
  await world.app.materialise(some.views(1, 5))
  expect(await lot(some)).toEqual(some.lotAt(9))
  expect(await bids(some)).toMatchObject({ stored: 7, bids: [{ version: 9 }, {}, {}, {}, {}, {}, { version: 3 }] })
})

it('takes the same version twice, also in one batch, as once', async () => {
  const some = history(3)
  await world.app.materialise([...some.views(1, 5), ...some.views(2, 5)])
  await world.app.materialise(some.views(1, 5))
  expect(await lot(some)).toEqual(some.lotAt(5))
  expect(await bids(some)).toMatchObject({ stored: 3, bids: [{ version: 5 }, { version: 4 }, { version: 3 }] })
})

it('takes the same views from two instances at once', async () => {
  const all = Array.from({ length: 30 }, (_, index) => history(100 + index))
  const views = all.flatMap((some) => some.views(1, 12))
  const backwards = views.toReversed()
  await Promise.all([world.app.materialise(views), world.instance().materialise(backwards)])
  for (const some of all) {
    expect(await lot(some)).toEqual(some.lotAt(12))
    expect((await bids(some)).stored).toBe(10)
  }
})

it('takes a newer version of a bid for the same bid', async () => {
  const some = history(4)
  await world.app.materialise(some.views(1, 5))
  const changed = { ...some.bidAt(3), version: 9, amount: 77 }
  await world.app.materialise([{ type: 'bid.view', data: changed }])
  expect(await bids(some)).toMatchObject({ stored: 3, bids: [changed, { version: 5 }, { version: 4 }] })
})
