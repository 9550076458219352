import { randomUUIDv7 } from 'node:crypto'
import { paddleHolder, type SoftClose } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buyNow } from '../src/auction/rules/buyNow.ts'
import { cancelAuction } from '../src/auction/rules/cancelAuction.ts'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { failSale } from '../src/auction/rules/failSale.ts'
import { acceptOffer, declineOffer, lapseOffer, makeOffer } from '../src/auction/rules/offers.ts'
import { openAuction } from '../src/auction/rules/openAuction.ts'
import { retractBid } from '../src/auction/rules/retractBid.ts'
import { reviseAuction } from '../src/auction/rules/reviseAuction.ts'
import { bidOf, type Houses, limits, seller, startHouses } from './auctionHouses.fixture.ts'
import { type Acknowledged, checkInvariants } from './invariants.ts'

/** One that is given is tried again; otherwise each run has its own, and says it when it fails. */
const seed = process.env.FAST_CHECK_SEED === undefined ? Date.now() : Number(process.env.FAST_CHECK_SEED)

let houses: Houses
beforeAll(async () => {
  houses = await startHouses()
})
afterAll(() => houses.side.stop())

const paddles = [102, 103, 104, 105]
const startsInMs = 5_000
const endsInMs = 45_000

type Kind =
  | 'buy'
  | 'retract'
  | 'revise'
  | 'cancel'
  | 'open'
  | 'close'
  | 'fail'
  | 'offer'
  | 'accept'
  | 'decline'
  | 'lapse'
type Step =
  | { kind: 'bid'; house: number; paddle: number; type: 'exact' | 'max'; raise: number }
  | { kind: Kind; house: number; paddle: number; which: number }
  | { kind: 'wait'; ms: number }

const house = fc.nat({ max: 2 })
const paddle = fc.constantFrom(...paddles)
const bid = fc.record({
  kind: fc.constant('bid' as const),
  house,
  paddle,
  type: fc.constantFrom('exact' as const, 'max' as const),
  raise: fc.oneof(fc.integer({ min: -30, max: 40 }), fc.integer({ min: 1, max: 300 })),
})
const anyOf = (...kinds: readonly Kind[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), house, paddle, which: fc.nat(20) })
const wait = (...ms: readonly number[]) => fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(...ms) })

/** A lot's life: what people do before it opens, while it is open (the last of which may be its end), and afterwards. */
const life: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(fc.oneof(bid, anyOf('revise', 'revise', 'open', 'close')), { maxLength: 4 }),
    wait(0, startsInMs),
    fc.array(
      fc.oneof(
        { weight: 60, arbitrary: bid },
        { weight: 12, arbitrary: anyOf('retract', 'retract', 'retract', 'revise', 'open', 'close', 'offer') },
        { weight: 1, arbitrary: anyOf('buy', 'buy', 'cancel') },
        { weight: 5, arbitrary: wait(1_000, 5_000, 10_000) },
      ),
      { minLength: 10, maxLength: 60, size: 'max' },
    ),
    wait(0, endsInMs, endsInMs, endsInMs),
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: anyOf('close', 'fail', 'fail', 'offer', 'offer') },
        { weight: 6, arbitrary: anyOf('accept', 'accept', 'accept', 'accept', 'decline', 'lapse') },
        anyOf('buy', 'cancel', 'retract'),
        bid,
        wait(10_000, 20_000),
      ),
      { maxLength: 40, size: 'max' },
    ),
  )
  .map(([before, opening, during, ending, after]) => [...before, opening, ...during, ending, ...after])

const soft: fc.Arbitrary<SoftClose> = fc.record({
  windowSec: fc.constant(30),
  extendSec: fc.constantFrom(10, 30),
  mode: fc.constantFrom('reset_from_bid' as const, 'add_to_end' as const),
  trigger: fc.constantFrom('any_accepted' as const, 'leader_change' as const),
  maxExtensions: fc.constant(5),
  hardEndAt: fc.constant(null),
})

/** What at least one of the lots must have seen. */
const everyKind = [
  'auction.bought_now bid',
  'auction.bought_now button',
  'auction.cancelled',
  'auction.closed no_bids',
  'auction.closed reserve_not_met',
  'auction.closed sold',
  'auction.extended',
  'auction.listed',
  'auction.opened',
  'auction.revised',
  'auction.sold buy_now',
  'auction.sold hammer',
  'auction.sold offer',
  'bid.placed',
  'bid.retracted',
  'offer.accepted',
  'offer.lapsed',
  'offer.made',
  'sale.failed',
]

/** `price`: as the people last heard. */
type Course = { id: string; price: number; acknowledged: Acknowledged[]; refused: string[]; offers: string[] }

/** Carries out one step; whatever is refused is no failure, but what it was is kept. */
async function take(course: Course, step: Step): Promise<void> {
  const { id, acknowledged, refused, offers } = course
  if (step.kind === 'wait') {
    houses.side.clock.nowMs += step.ms
    return
  }
  if (step.kind === 'bid') {
    const { bidId, bidder, rule } = bidOf(step.paddle, step.type, Math.max(1, course.price + step.raise))
    const went = await houses.run(step.house, id, rule)
    if (!went.accepted) refused.push(bidId)
    else acknowledged.push({ bidId, bidder, version: went.version, price: went.answer.price })
    if (went.accepted) course.price = Math.max(course.price, went.answer.price)
    return
  }
  const member = { id: paddleHolder(step.paddle).id, isAdministrator: step.which % 2 === 0 }
  const bidId = acknowledged.at(-1 - (step.which % Math.max(1, acknowledged.length)))?.bidId ?? randomUUIDv7()
  const offerId = offers.at(-1) ?? randomUUIDv7()
  const run = (rule: Parameters<Houses['run']>[2]) => houses.run(step.house, id, rule)
  switch (step.kind) {
    case 'buy': {
      const purchase = { bidId: randomUUIDv7(), buyer: paddleHolder(step.paddle) }
      const went = await houses.run(step.house, id, (lot, now, blocked) => buyNow(lot, purchase, now, blocked))
      if (!went.accepted) refused.push(purchase.bidId)
      else {
        const { bidId: own, buyer: bidder } = purchase
        acknowledged.push({ bidId: own, bidder, version: went.version, price: went.answer.price })
      }
      return
    }
    case 'retract':
      await run((lot, now) => retractBid(lot, { bidId, by: member, reason: 'a slip' }, now))
      return
    case 'revise': {
      const startingPrice = step.which % 2 === 0 ? 90 + step.which : undefined
      const changes = { description: `Rosewood${'!'.repeat(step.which)}`, startingPrice }
      await run((lot, now) => reviseAuction(lot, { by: seller.id, changes, limits }, now))
      return
    }
    case 'cancel': {
      const by = { id: seller.id, isAdministrator: step.which % 4 === 0 }
      await run((lot, now) => cancelAuction(lot, { by, reason: 'x' }, now))
      return
    }
    case 'open':
      await run(openAuction)
      return
    case 'close':
      await run(closeAuction)
      return
    case 'fail': {
      const by = { id: paddleHolder(199).id, isAdministrator: true }
      await run((lot, now) => failSale(lot, { reason: 'unpaid', by }, now))
      return
    }
    case 'offer': {
      const offer = { offerId: randomUUIDv7(), by: seller.id, paddleNumber: null, expiresInMs: 20_000 }
      const went = await run((lot, now, blocked) => makeOffer(lot, offer, now, blocked))
      if (went.accepted) offers.push(offer.offerId)
      return
    }
    case 'accept':
      await run((lot, now) => acceptOffer(lot, { offerId, by: member.id }, now))
      return
    case 'decline':
      await run((lot, now) => declineOffer(lot, { offerId, by: member.id }, now))
      return
    case 'lapse':
      await run((lot, now) => lapseOffer(lot, { offerId }, now))
      return
    default:
      step satisfies never
  }
}

describe(`three instances on one database (FAST_CHECK_SEED=${seed})`, () => {
  it('keep every invariant of the log, whatever races, and agree with it', async () => {
    const scenario = fc.record({
      steps: life,
      buyNowPrice: fc.oneof(fc.constant(null), fc.integer({ min: 800, max: 1_500 })),
      reservePrice: fc.option(fc.oneof(fc.integer({ min: 100, max: 800 }), fc.constant(800)), { freq: 2 }),
      softClose: fc.option(soft, { freq: 2 }),
      increment: fc.constantFrom(1, 7, 20),
      atOnce: fc.integer({ min: 1, max: 12 }),
    })
    const met = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(scenario, async ({ steps, atOnce, increment, ...terms }) => {
        const id = await houses.list({ ...terms, increments: [{ from: 0, step: increment }] }, startsInMs, endsInMs)
        const course: Course = { id, price: 100, acknowledged: [], refused: [], offers: [] }
        for (let from = 0; from < steps.length; from += atOnce) {
          await Promise.all(steps.slice(from, from + atOnce).map((one) => take(course, one)))
        }
        const log = await houses.log(id)
        checkInvariants(log, course, await houses.states(id))
        for (const { type, data } of log) {
          const kind = 'outcome' in data ? `${type} ${data.outcome}` : 'via' in data ? `${type} ${data.via}` : type
          met.set(kind, (met.get(kind) ?? 0) + 1)
        }
      }),
      { numRuns: 300, seed },
    )
    // A property of lots to which little happens would say little.
    expect([...met.keys()].sort()).toEqual(everyKind)
    // Seconds, unless the machine is shared with many.
  }, 300_000)
})
