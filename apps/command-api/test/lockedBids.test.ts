import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkLocked, type Market, startMarket, type Told, turnsOf } from './lockedBids.fixture.ts'

/** One that is given is tried again; otherwise each run has its own, and says it when it fails. */
const seed = process.env.FAST_CHECK_SEED === undefined ? Date.now() : Number(process.env.FAST_CHECK_SEED)

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.stop())

const firstPaddle = 1_001
/** Who has bid on nothing yet when the others begin, and then bids on everything. */
const eager = 900

/** What is played at the same time never goes the same way twice, so there is nothing to shrink. */
const settings = { seed, endOnFailure: true }

describe(`bids and raises of many at once, on two instances (FAST_CHECK_SEED=${seed})`, () => {
  it('of 60 people on one item are as if one came after the other', async () => {
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(turnsOf(60), async (people) => {
        const item = await market.list()
        const told = await Promise.all(people.map((turns, index) => market.play(firstPaddle + index, item, turns)))
        await checkLocked(market, item, told.flat())
        for (const { status } of told.flat()) statuses.add(status)
      }),
      { ...settings, numRuns: 5 },
    )
    // Bids, raises, what was too low, and raises of nothing: otherwise little was shown.
    expect([...statuses].sort()).toEqual([200, 201, 400, 404])
  }, 120_000)

  it('on several items at once, one person in all of them, hold each other up in none', async () => {
    await fc.assert(
      fc.asyncProperty(turnsOf(40), async (people) => {
        const items = await Promise.all(Array.from({ length: 8 }, () => market.list()))
        const told = new Map<number, Told[]>(items.map((item) => [item, []]))
        const tell = (item: number, more: readonly Told[]) => told.get(item)?.push(...more)
        const itemAt = (index: number): number => items[index % items.length] ?? 0

        const others = people.map(async (turns, index) => {
          const item = itemAt(index)
          tell(item, await market.play(firstPaddle + index, item, turns))
        })
        const his = items.map(async (item, index) => {
          tell(item, await market.play(eager, item, people[index] ?? []))
        })
        await Promise.all([...others, ...his])

        // In the end he goes further than anybody, in all of them at the same time.
        const last = await Promise.all(
          items.map(async (item, index) => {
            const amount = 1_000_000
            const answer = await market.send(eager, item, 'POST', amount, index)
            tell(item, [{ paddle: eager, method: 'POST', amount, hadBid: true, ...answer }])
            return answer.status
          }),
        )
        expect(last).toEqual(items.map(() => 201))
        for (const [item, all] of told) await checkLocked(market, item, all)
      }),
      { ...settings, numRuns: 3 },
    )
  }, 120_000)
})
