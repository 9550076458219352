import { resolve } from 'node:path'
import { migrate, revert, schemaDisagreements } from '@gavel/database'
import type { AuctionEvent } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { applyChanges } from '../src/timetable/applyChanges.ts'
import { claimDue } from '../src/timetable/claimDue.ts'
import { foldChanges } from '../src/timetable/entryChanges.ts'
import { giveBack } from '../src/timetable/giveBack.ts'
import { atSecond, lot, msAtSecond } from './lots.ts'
import { createWorld, directory, entriesOf, pendingKinds, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ topics: false })
})
afterAll(() => world.stop())

const apply = (...events: AuctionEvent[]) => applyChanges(world.pool, foldChanges(events))

describe('the timetable', () => {
  it('holds the opening and the end of a listed lot, until the events that answer them', async () => {
    const { auctionId, listed, opened, bid, closed } = lot()
    await apply(listed)
    expect(await entriesOf(world.pool, auctionId)).toMatchObject([
      { kind: 'open', version: 1, due_at: new Date(atSecond(0)), done: false, attempts: 0 },
      { kind: 'close', version: 1, due_at: new Date(atSecond(60)), done: false, attempts: 0 },
    ])
    await apply(opened(2), bid(3))
    expect(await pendingKinds(world.pool, auctionId)).toEqual(['close'])
    await apply(closed(4))
    expect(await pendingKinds(world.pool, auctionId)).toEqual([])
  })

  it('has nothing more of a lot that was bought now', async () => {
    const { auctionId, listed, boughtNow } = lot()
    await apply(listed)
    await apply(boughtNow(2))
    expect(await pendingKinds(world.pool, auctionId)).toEqual([])
  })

  it('is not changed by events that come again, or come late', async () => {
    const { auctionId, listed, opened, extended, closed } = lot()
    const all = [listed, opened(2), extended(3, atSecond(90)), closed(4)]
    await apply(...all)
    const before = await entriesOf(world.pool, auctionId)
    for (const event of all) await apply(event)
    await apply(...all)
    expect(await entriesOf(world.pool, auctionId)).toEqual(before)
    expect(await pendingKinds(world.pool, auctionId)).toEqual([])
  })

  it('comes out the same when a lot is learned of from its last event', async () => {
    const { auctionId, listed, opened } = lot()
    await apply(opened(2))
    await apply(listed)
    expect(await pendingKinds(world.pool, auctionId)).toEqual(['close'])
  })

  it('moves an end by the newer version only, and is due at the new end at once', async () => {
    const { auctionId, listed, opened, extended } = lot()
    await apply(listed, opened(2))
    const claim = (second: number) =>
      claimDue(world.pool, { now: new Date(atSecond(second)), limit: 1_000, from: new Date(0) })
    const ours = (entries: Awaited<ReturnType<typeof claim>>) => entries.filter((entry) => entry.streamId === auctionId)
    expect(ours(await claim(60))).toHaveLength(1)
    await apply(extended(5, atSecond(62)))
    await apply(extended(4, atSecond(61)))
    expect(ours(await claim(61.999))).toEqual([])
    expect(ours(await claim(62))).toMatchObject([{ kind: 'close', attempts: 1, dueAt: new Date(atSecond(62)) }])
  })

  it('takes a claim back as if it had not been made, but for a wait of 1–2 s', async () => {
    const { auctionId, listed } = lot({ startsAt: atSecond(-1_000) })
    await apply(listed)
    const claimAt = async (second: number) => {
      const from = new Date(atSecond(-1_000))
      const claimed = await claimDue(world.pool, { now: new Date(atSecond(second)), limit: 1, from })
      return claimed.filter((entry) => entry.streamId === auctionId)
    }
    const first = await claimAt(-500)
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await claimAt(-400 + turn * 60)).toMatchObject([{ attempts: turn + 2 }])
    }
    // Somebody else has claimed it since.
    await giveBack(world.pool, new Date(atSecond(-160)), first)
    expect((await entriesOf(world.pool, auctionId))[0]?.attempts).toBe(6)
    await giveBack(
      world.pool,
      new Date(atSecond(-160)),
      first.map((claim) => ({ ...claim, attempts: 6 })),
    )
    expect(await claimAt(-159.001)).toEqual([])
    expect(await claimAt(-158)).toMatchObject([{ attempts: 6 }])
  })

  it('survives batches of two instances that overlap in a rebalance', async () => {
    const other = world.openPool()
    const lots = Array.from({ length: 200 }, () => lot())
    const begun = foldChanges(lots.flatMap(({ listed, opened }) => [listed, opened(2)]))
    const ended = foldChanges(lots.toReversed().flatMap(({ closed }) => [closed(3)]))
    await Promise.all([applyChanges(world.pool, begun), applyChanges(other, ended), applyChanges(other, begun)])
    const ids = lots.map(({ auctionId }) => auctionId)
    const { rows } = await world.pool.query('select 1 from entries where subject_id = any($1) and not done', [ids])
    expect(rows).toEqual([])
  })

  it('costs nothing to claim from, however many entries are done: the index holds what is to come', async () => {
    await world.pool.query('analyze entries')
    const plan = await world.pool.query(
      `explain select from entries where not done and due_at <= $1 order by due_at limit 10`,
      [new Date(msAtSecond(0))],
    )
    const text = plan.rows.map((row) => Object.values(row).join(' ')).join('\n')
    expect(text).toContain('entries_pending')
  })
})

describe('the schema', () => {
  it('is told alike by Prisma and by the migrations', async () => {
    const prismaSchemaPath = resolve(directory, 'prisma/schema.prisma')
    expect(await schemaDisagreements(world.pool, { schema: 'scheduler', prismaSchemaPath })).toEqual([])
  })

  it('can be taken back', async () => {
    const empty = await createWorld({ topics: false })
    try {
      const migrations = { directory: resolve(directory, 'prisma/migrations') }
      expect(await revert(empty.pool, migrations)).toMatch(/_orders$/)
      expect(await revert(empty.pool, migrations)).toMatch(/_offers$/)
      expect(await revert(empty.pool, migrations)).toMatch(/_epoch$/)
      expect(await revert(empty.pool, migrations)).toMatch(/_timetable$/)
      const { rows } = await empty.pool.query("select to_regclass('entries') as entries")
      expect(rows).toEqual([{ entries: null }])
    } finally {
      await empty.stop()
    }
  })

  it('keeps what it has when offers come to it, and has the log read again', async () => {
    const older = await createWorld({ topics: false })
    try {
      const migrations = { directory: resolve(directory, 'prisma/migrations') }
      const { auctionId, listed, opened, offer } = lot()
      await applyChanges(older.pool, foldChanges([listed, opened(2), offer(atSecond(500)).made(3)]))
      expect(await revert(older.pool, migrations)).toMatch(/_orders$/)
      expect(await revert(older.pool, migrations)).toMatch(/_offers$/)
      const before = await older.pool.query('select id from epoch')
      await migrate(older.pool, migrations)
      expect(await entriesOf(older.pool, auctionId)).toMatchObject([
        { subject_id: auctionId, kind: 'open', done: true },
        { subject_id: auctionId, kind: 'close', done: false, due_at: new Date(atSecond(60)) },
      ])
      const after = await older.pool.query('select id from epoch')
      expect(after.rows).not.toEqual(before.rows)
    } finally {
      await older.stop()
    }
  })
})
