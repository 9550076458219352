import { randomUUIDv7 } from 'node:crypto'
import { type AuctionFact, paddleHolder, readAuctionFact } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { AuctionHouse } from '../src/auction/auctionHouse.ts'
import type { Auction } from '../src/auction/rules/auction.ts'
import { buyNow } from '../src/auction/rules/buyNow.ts'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { listAuction } from '../src/auction/rules/listAuction.ts'
import { openAuction } from '../src/auction/rules/openAuction.ts'
import { placeBid } from '../src/auction/rules/placeBid.ts'
import { type CommandSideFixture, startCommandSide } from './commandSide.fixture.ts'

let side: CommandSideFixture
let houses: readonly AuctionHouse[]

beforeAll(async () => {
  side = await startCommandSide()
  const instances = await Promise.all([side.another(), side.another(), side.another()])
  houses = instances.map(({ house }) => house)
})
afterAll(() => side.stop())

const lengthMs = 60_000

type Step =
  | { kind: 'bid'; house: number; paddle: number; amount: number }
  | { kind: 'buy'; house: number; paddle: number }
  | { kind: 'open'; house: number }
  | { kind: 'close'; house: number }
  | { kind: 'wait'; ms: number }

const house = fc.nat({ max: 2 })
const paddle = fc.integer({ min: 1, max: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('bid' as const),
      house,
      paddle,
      amount: fc.integer({ min: 90, max: 600 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('buy' as const), house, paddle }) },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('open' as const), house }),
      fc.record({ kind: fc.constant('close' as const), house }),
    ),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 20_000, 40_000) }) },
)

const metadata = { actor: 'service:test', correlationId: 'races' }

async function list(id: string, buyNowPrice: number | null, stepOf: number): Promise<void> {
  const nowMs = side.clock.nowMs
  const listing = {
    lotNumber: 1,
    seller: { ...paddleHolder(101), username: 'alice' },
    title: 'A gavel',
    description: '',
    category: null,
    images: [],
    currency: 'KRW',
    startingPrice: 100,
    buyNowPrice,
    increments: [{ from: 0, step: stepOf }],
    startsAtMs: nowMs + 10_000,
    endsAtMs: nowMs + 10_000 + lengthMs,
  }
  const outcome = await houseOf(0).execute(id, (auction, now) => listAuction(auction, listing, now), { metadata })
  expect(outcome.kind).toBe('accepted')
}

function houseOf(index: number): AuctionHouse {
  const house = houses[index]
  if (house === undefined) throw new Error(`no instance ${index}`)
  return house
}

/** Runs a step; answers the id of the bid or purchase that was accepted. */
async function run(id: string, step: Step): Promise<string | undefined> {
  const bidId = randomUUIDv7()
  switch (step.kind) {
    case 'wait':
      side.clock.nowMs += step.ms
      return undefined
    case 'open':
      await houseOf(step.house).execute(id, openAuction, { metadata })
      return undefined
    case 'close':
      await houseOf(step.house).execute(id, closeAuction, { metadata })
      return undefined
    case 'buy': {
      const purchase = { bidId, buyer: paddleHolder(step.paddle) }
      const rule = (lot: Auction, nowMs: number) => buyNow(lot, purchase, nowMs)
      return acceptedId(bidId, await houseOf(step.house).execute(id, rule, { metadata }))
    }
    case 'bid': {
      const bid = { bidId, bidder: paddleHolder(step.paddle), amount: step.amount, confirm: false }
      const rule = (lot: Auction, nowMs: number) => placeBid(lot, bid, nowMs)
      return acceptedId(bidId, await houseOf(step.house).execute(id, rule, { metadata }))
    }
    default:
      return step satisfies never
  }
}

function acceptedId(bidId: string, { kind }: { kind: string }): string | undefined {
  expect(['accepted', 'refused']).toContain(kind)
  return kind === 'accepted' ? bidId : undefined
}

const bidIdOf = (fact: AuctionFact): string | undefined =>
  fact.type === 'bid.placed' || fact.type === 'auction.bought_now' ? fact.data.bidId : undefined

async function checkLog(id: string, accepted: readonly string[], minimumStep: number): Promise<void> {
  const events = await side.store.load(id)
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1))
  const facts = events.map((event) => ({
    ...event,
    fact: readAuctionFact(event.type, event.schemaVersion, event.data),
  }))
  expect(
    facts
      .map(({ fact }) => bidIdOf(fact))
      .filter((bidId) => bidId !== undefined)
      .toSorted(),
  ).toEqual(accepted.toSorted())
  const listed = facts[0]?.fact
  if (listed?.type !== 'auction.listed') throw new Error('a log starts with its listing')
  let price: number | undefined
  for (const { fact, occurredAt } of facts) {
    if (fact.type !== 'bid.placed') continue
    expect(fact.data.price).toBeGreaterThanOrEqual(price === undefined ? 100 : price + minimumStep)
    expect(occurredAt >= listed.data.startsAt && occurredAt < listed.data.endsAt).toBe(true)
    price = fact.data.price
  }
  const kinds = facts.map(({ fact }) => fact.type)
  expect(kinds.filter((kind) => kind === 'auction.opened').length).toBeLessThanOrEqual(1)
  const ends = kinds.flatMap((kind, index) =>
    kind === 'auction.closed' || kind === 'auction.bought_now' ? [index] : [],
  )
  expect(ends.length).toBeLessThanOrEqual(1)
  if (ends.length === 1) expect(ends[0]).toBe(kinds.length - 1)
}

describe('three instances on one database', () => {
  it('keep every invariant of the log, whatever races', async () => {
    const scenario = fc.record({
      steps: fc.array(step, { minLength: 10, maxLength: 80 }),
      buyNowPrice: fc.option(fc.integer({ min: 300, max: 700 })),
      increment: fc.constantFrom(1, 7, 50),
      atOnce: fc.integer({ min: 1, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ steps, buyNowPrice, increment, atOnce }) => {
        const id = randomUUIDv7()
        await list(id, buyNowPrice, increment)
        const accepted: string[] = []
        for (let from = 0; from < steps.length; from += atOnce) {
          const outcomes = await Promise.all(steps.slice(from, from + atOnce).map((it) => run(id, it)))
          accepted.push(...outcomes.filter((bidId) => bidId !== undefined))
        }
        await checkLog(id, accepted, increment)
      }),
      { numRuns: 60, verbose: 1 },
    )
  }, 120_000)
})
