import type { IncrementTable } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Auction } from './auction.ts'
import { type PlaceBid, placeBid } from './placeBid.ts'
import { type ModelTerms, modelRefusal, modelStanding } from './proxyModel.fixture.ts'
import { retractBid } from './retractBid.ts'
import { bidId, command, endMs, nobody, openLot, startMs, then } from './scenario.fixture.ts'

/** One that is given is tried again; otherwise each run has its own, and says it when it fails. */
const seed = process.env.FAST_CHECK_SEED === undefined ? Date.now() : Number(process.env.FAST_CHECK_SEED)

const increments: fc.Arbitrary<IncrementTable> = fc
  .uniqueArray(fc.record({ from: fc.integer({ min: 1, max: 400 }), step: fc.integer({ min: 1, max: 60 }) }), {
    selector: ({ from }) => from,
    maxLength: 4,
  })
  .chain((steps) =>
    fc
      .integer({ min: 1, max: 60 })
      .map((step) => [{ from: 0, step }, ...steps.toSorted((one, other) => one.from - other.from)]),
  )

const terms: fc.Arbitrary<ModelTerms> = fc.record({
  startingPrice: fc.integer({ min: 1, max: 100 }),
  reservePrice: fc.option(fc.integer({ min: 100, max: 400 })),
  increments,
})

type Step = { kind: 'bid'; paddle: number; type: 'exact' | 'max'; amount: number } | { kind: 'retract'; which: number }

const bidStep = fc.record({
  kind: fc.constant('bid' as const),
  paddle: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom('exact' as const, 'max' as const),
  // Few amounts make ties, many make room for long sequences.
  amount: fc.oneof(
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 1, max: 1_000 }),
    fc.constantFrom(100, 200, 300, 400),
  ),
})
const retraction = fc.record({ kind: fc.constant('retract' as const), which: fc.nat(30) })

const bidder = (paddle: number) => ({ id: bidId(paddle), paddleNumber: paddle })

/** Left to itself fast-check makes no more than ten of them. */
const longAndShort = { maxLength: 25, size: 'max' } as const

/** Plays the steps, and holds the lot against the model after each of them. */
function check(some: ModelTerms, steps: readonly Step[], lengthMs: number): void {
  let lot: Auction = openLot({ ...some, endsAt: new Date(startMs + lengthMs).toISOString() })
  let bids: readonly PlaceBid[] = []
  for (const step of steps) {
    if (step.kind === 'bid') {
      const placed = command({ bidder: bidder(step.paddle), type: step.type, amount: step.amount })
      const verdict = placeBid(lot, placed, startMs, nobody)
      expect(verdict.accepted ? null : verdict.refusal.code).toBe(modelRefusal(some, bids, placed))
      if (!verdict.accepted) continue
      lot = then(lot, verdict, startMs)
      bids = [...bids, placed]
      const leads = modelStanding(some, bids)?.leader === placed.bidder.id
      expect({ ...verdict.answer, outcome: verdict.answer.outcome !== 'outbid' }).toMatchObject({
        outcome: leads,
        price: lot?.price,
      })
    } else {
      const named = bids[step.which % Math.max(1, bids.length)]
      if (named === undefined) continue
      const by = { id: named.bidder.id, isAdministrator: true }
      lot = then(lot, retractBid(lot, { bidId: named.bidId, by, reason: 'a slip' }, startMs), startMs)
      const goAll = lengthMs > 12 * 3_600_000
      bids = bids.filter((bid) => (goAll ? bid.bidder.id !== named.bidder.id : bid.bidId !== named.bidId))
    }
    const standing = lot === null || lot.lead === null ? null : { leader: lot.lead.bidder.id, price: lot.price }
    expect(standing).toEqual(modelStanding(some, bids))
  }
}

describe(`10,000 sequences of exact bids and maxima (FAST_CHECK_SEED=${seed})`, () => {
  it('come to what the sorted maxima say', () => {
    const steps = fc.array(bidStep, longAndShort)
    fc.assert(
      fc.property(terms, steps, (some, played) => check(some, played, endMs - startMs)),
      { numRuns: 10_000, seed },
    )
  })

  it.each([
    ['of one bid at a time, near the end', endMs - startMs],
    ['of all bids of somebody, far from it', 24 * 3_600_000],
  ])('with retractions %s come to what the bids that stay say', (_, lengthMs) => {
    const steps = fc.array(
      fc.oneof({ weight: 4, arbitrary: bidStep }, { weight: 1, arbitrary: retraction }),
      longAndShort,
    )
    fc.assert(
      fc.property(terms, steps, (some, played) => check(some, played, lengthMs)),
      { numRuns: 10_000, seed },
    )
  })
})
