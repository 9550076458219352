import { randomUUIDv7 } from 'node:crypto'
import { paddleHolder, type SoftClose } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Auction, evolve, noAuction } from '../src/auction/rules/auction.ts'
import { buyNow } from '../src/auction/rules/buyNow.ts'
import { cancelAuction } from '../src/auction/rules/cancelAuction.ts'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { failSale } from '../src/auction/rules/failSale.ts'
import { acceptOffer, lapseOffer, makeOffer } from '../src/auction/rules/offers.ts'
import { openAuction } from '../src/auction/rules/openAuction.ts'
import { retractBid } from '../src/auction/rules/retractBid.ts'
import { reviseAuction } from '../src/auction/rules/reviseAuction.ts'
import { bidOf, type Houses, limits, seller, startHouses } from './auctionHouses.fixture.ts'
import { checkInvariants } from './invariants.ts'

let houses: Houses
beforeAll(async () => {
  houses = await startHouses()
})
afterAll(() => houses.side.stop())

const often = ['retract', 'revise', 'open', 'close', 'fail', 'offer', 'accept', 'lapse'] as const
/** They end the lot. */
const seldom = ['buy', 'cancel'] as const

type Step =
  | { kind: 'bid'; house: number; paddle: number; type: 'exact' | 'max'; amount: number }
  | { kind: (typeof often | typeof seldom)[number]; house: number; paddle: number; which: number }
  | { kind: 'wait'; ms: number }

const house = fc.nat({ max: 2 })
const paddle = fc.integer({ min: 1, max: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({
      kind: fc.constant('bid' as const),
      house,
      paddle,
      type: fc.constantFrom('exact' as const, 'max' as const),
      // Small ones often, or a lot would soon be past them all.
      amount: fc.oneof(
        fc.integer({ min: 90, max: 200 }),
        fc.integer({ min: 90, max: 500 }),
        fc.integer({ min: 90, max: 2_000 }),
      ),
    }),
  },
  { weight: 14, arbitrary: fc.record({ kind: fc.constantFrom(...often), house, paddle, which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom(...seldom), house, paddle, which: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 5_000, 15_000, 30_000) }),
  },
)

const soft: SoftClose = {
  windowSec: 15,
  extendSec: 10,
  mode: 'reset_from_bid',
  trigger: 'any_accepted',
  maxExtensions: 5,
  hardEndAt: null,
}

type Course = { id: string; acknowledged: string[]; refused: string[]; offers: string[] }

/** Carries out one step; whatever is refused is no failure, but what it was is kept. */
async function take(course: Course, step: Step): Promise<void> {
  const { id, acknowledged, refused, offers } = course
  if (step.kind === 'wait') {
    houses.side.clock.nowMs += step.ms
    return
  }
  if (step.kind === 'bid') {
    const { bidId, rule } = bidOf(step.paddle, step.type, step.amount)
    const went = await houses.run(step.house, id, rule)
    ;(went.accepted ? acknowledged : refused).push(bidId)
    return
  }
  const member = { id: paddleHolder(step.paddle).id, isAdministrator: step.which % 2 === 0 }
  const bidId = acknowledged[step.which % Math.max(1, acknowledged.length)] ?? randomUUIDv7()
  const offerId = offers.at(-1) ?? randomUUIDv7()
  const run = (rule: Parameters<Houses['run']>[2]) => houses.run(step.house, id, rule)
  switch (step.kind) {
    case 'buy': {
      const own = randomUUIDv7()
      const went = await run((lot, now, blocked) =>
        buyNow(lot, { bidId: own, buyer: paddleHolder(step.paddle) }, now, blocked),
      )
      ;(went.accepted ? acknowledged : refused).push(own)
      return
    }
    case 'retract':
      await run((lot, now) => retractBid(lot, { bidId, by: member, reason: 'a slip' }, now))
      return
    case 'revise': {
      const changes = { description: `Rosewood${'!'.repeat(step.which)}`, startingPrice: undefined }
      await run((lot, now) => reviseAuction(lot, { by: seller.id, changes, limits }, now))
      return
    }
    case 'cancel': {
      const by = { id: seller.id, isAdministrator: step.which % 2 === 0 }
      await run((lot, now) => cancelAuction(lot, { by, reason: 'x' }, now))
      return
    }
    case 'open':
      await run(openAuction)
      return
    case 'close':
      await run(closeAuction)
      return
    case 'fail':
      await run((lot, now) => failSale(lot, { reason: 'unpaid', by: { ...member, isAdministrator: true } }, now))
      return
    case 'offer': {
      const offer = { offerId: randomUUIDv7(), by: seller.id, paddleNumber: null, expiresInMs: 20_000 }
      const went = await run((lot, now, blocked) => makeOffer(lot, offer, now, blocked))
      if (went.accepted) offers.push(offer.offerId)
      return
    }
    case 'accept':
      await run((lot, now) => acceptOffer(lot, { offerId, by: member.id }, now))
      return
    case 'lapse':
      await run((lot, now) => lapseOffer(lot, { offerId }, now))
      return
    default:
      step satisfies never
  }
}

describe('three instances on one database', () => {
  it('keep every invariant of the log, whatever races, and agree with it', async () => {
    const scenario = fc.record({
      steps: fc.array(step, { minLength: 30, maxLength: 120 }),
      buyNowPrice: fc.oneof(fc.constant(null), fc.constant(null), fc.integer({ min: 1_500, max: 2_000 })),
      reservePrice: fc.option(fc.integer({ min: 100, max: 1_500 }), { freq: 2 }),
      softClose: fc.option(fc.constant(soft)),
      increment: fc.constantFrom(1, 7, 20),
      atOnce: fc.integer({ min: 1, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ steps, atOnce, increment, ...terms }) => {
        const id = await houses.list({ ...terms, increments: [{ from: 0, step: increment }] }, 5_000, 45_000)
        const course: Course = { id, acknowledged: [], refused: [], offers: [] }
        for (let from = 0; from < steps.length; from += atOnce) {
          await Promise.all(steps.slice(from, from + atOnce).map((one) => take(course, one)))
        }
        const log = await houses.log(id)
        checkInvariants(log, course)
        // 9: whoever replays the log has what each instance has.
        const replayed = log.reduce<Auction>((lot, fact) => evolve(lot, fact, fact.atMs), noAuction)
        for (const state of await houses.states(id)) expect(state).toEqual(replayed)
      }),
      { numRuns: 400, verbose: 1 },
    )
  }, 120_000)
})
