import type { AuctionView, BidView } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bidProgress } from '../src/sql/bidProgress.ts'
import { newestBids } from '../src/sql/newestBids.ts'
import { restandBidders } from '../src/sql/restandBidders.ts'
import { saveBids } from '../src/sql/saveBids.ts'
import { createStory, type Story } from './story.ts'
import { happenings, storyOf } from './storyArbitrary.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

/** Where bidders stand in a lot, by their numbers. */
async function standings({ id }: { id: string }) {
  const { rows } = await world.pool.query(
    'select bidder_id, amount, maximum, newest_version, at from standings where auction_id = $1 order by bidder_id',
    [id],
  )
  return rows
}

/** The same, worked out from the list of bids. */
function standingsOf(story: Story) {
  const counting = story.entries().filter(({ retractedVersion }) => retractedVersion === null)
  const newest = new Map<string, BidView>()
  for (const bid of counting.toReversed()) newest.set(bid.bidder.id, bid)
  return [...newest.values()]
    .sort((a, b) => (a.bidder.id < b.bidder.id ? -1 : 1))
    .map(({ bidder, amount, maximum, version, at }) => ({
      bidder_id: bidder.id,
      amount,
      maximum,
      newest_version: version,
      at: new Date(at),
    }))
}

async function expectTables(story: Story): Promise<void> {
  const entries = story.entries()
  const { bidCount, retractedCount } = story.lot()
  expect(await newestBids(world.pool, story.id, { limit: 1_000 })).toEqual({
    bids: entries,
    stored: bidCount,
    retracted: retractedCount,
  })
  expect(await bidProgress(world.pool, story.id)).toEqual({ bids: bidCount, retracted: retractedCount })
  expect(await standings(story)).toEqual(standingsOf(story))
}

/** Another instance has saved these bids, but its transaction ends only when `act` waits for it. */
async function whileOtherSaves(bids: readonly BidView[], act: () => Promise<void>): Promise<void> {
  const other = await world.pool.connect()
  try {
    await other.query('begin')
    await saveBids(other, bids)
    const late = act()
    await until('it waits for the other', async () => {
      const { rows } = await world.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      return rows.length > 0
    })
    await other.query('commit')
    await late
  } finally {
    other.release()
  }
}

const bidViews = (story: Story): AuctionView[] => story.all().filter(({ type }) => type === 'bid.view')

describe('where a bidder stands', () => {
  it('is his newest entry, the automatic answers for him among them', async () => {
    const story = createStory(1)
    story.bid(1, 1_000, { type: 'max', maximum: 9_000 })
    story.beaten(2, 2_000)
    await world.app.materialise(story.all())
    expect(await standings(story)).toMatchObject([
      { amount: 2_100, maximum: 9_000, newest_version: 5 },
      { amount: 2_000, maximum: 2_000, newest_version: 4 },
    ])
  })

  it('is the one before when that is retracted, and nowhere when there is none', async () => {
    const story = createStory(2)
    story.bid(1, 1_000)
    const [second, third] = [story.bid(2, 1_500), story.bid(1, 2_000)]
    await world.app.materialise(story.all())
    story.retract(third)
    story.retract(second)
    await world.app.materialise(story.views(6, 6))
    expect(await standings(story)).toMatchObject([{ newest_version: 3, amount: 1_000 }, { newest_version: 4 }])
    await world.app.materialise(story.views(7, 7))
    expect(await standings(story)).toMatchObject([{ newest_version: 3, amount: 1_000 }])
    await expectTables(story)
  })

  it('is not changed by an old copy of a bid that is retracted since', async () => {
    const story = createStory(3)
    const only = story.bid(1, 1_000)
    story.retract(only)
    await world.app.materialise(story.all())
    await world.app.materialise([{ type: 'bid.view', data: only }])
    await expectTables(story)
    expect(await standings(story)).toEqual([])
  })

  it('nor by a newer version of that bid, which stays retracted', async () => {
    const story = createStory(7)
    const only = story.bid(1, 1_000)
    story.retract(only)
    await world.app.materialise(story.all())
    await world.app.materialise([{ type: 'bid.view', data: { ...only, version: 9 } }])
    const { bids, retracted } = await newestBids(world.pool, story.id, { limit: 9 })
    expect({ bids, retracted }).toEqual({ bids: [{ ...only, version: 9, retractedVersion: 4 }], retracted: 1 })
    expect(await standings(story)).toEqual([])
  })

  it('nor by one that another instance saves at the moment of the retraction', async () => {
    const story = createStory(4)
    const only = story.bid(1, 1_000)
    await world.app.materialise(story.all())
    story.retract(only)
    await whileOtherSaves(story.entries(), () => saveBids(world.pool, [only]))
    await expectTables(story)
    expect(await standings(story)).toEqual([])
  })

  it('nor is a newer bid lost that another instance saves while he is put back', async () => {
    const story = createStory(6)
    const older = story.bid(1, 1_000)
    await world.app.materialise(story.all())
    story.retract(older)
    const newer = story.bid(1, 1_200)
    const [retracted] = story.entries().slice(1)
    // As a crash between the two statements leaves it.
    await world.pool.query('update bids set retracted_version = 4 where id = $1', [older.id])
    await world.pool.query('update bid_progress set retracted_count = 1 where auction_id = $1', [story.id])
    await whileOtherSaves([newer], async () => {
      await restandBidders(world.pool, retracted === undefined ? [] : [retracted])
    })
    await expectTables(story)
  })

  it('stays as a newer bid left it while an older one of his is retracted', async () => {
    const story = createStory(5)
    const older = story.bid(1, 1_000)
    await world.app.materialise(story.all())
    story.retract(older)
    story.bid(1, 1_200)
    await world.app.materialise([...story.views(5, 5), ...story.views(4, 4)])
    await expectTables(story)
  })

  it('is the same however often and in whatever order the bids come', async () => {
    let lotNumber = 1_000
    const deliveries = fc.record({
      all: happenings,
      order: fc.array(fc.nat(), { minLength: 120, maxLength: 120 }),
      again: fc.array(fc.nat(), { maxLength: 30 }),
      cuts: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ all, order, again, cuts }) => {
        lotNumber += 1
        const story = storyOf(lotNumber, all)
        const views = bidViews(story)
        const twice = views.length === 0 ? [] : again.flatMap((index) => views[index % views.length] ?? [])
        const shuffled = [...views, ...twice]
          .map((view, index) => ({ view, key: order[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ view }) => view)
        for (let index = 0; shuffled.length > 0; index += 1) {
          await world.app.materialise(shuffled.splice(0, cuts[index % cuts.length] ?? 1))
        }
        if (views.length > 0) await expectTables(story)
      }),
      { numRuns: 60 },
    )
  })
})
