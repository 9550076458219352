import { type IncrementTable, leastNextBid, stepAt } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Auction } from './auction.ts'
import type { PlaceBid } from './placeBid.ts'
import { placeBid } from './placeBid.ts'
import { retractBid } from './retractBid.ts'
import { bidId, command, endMs, nobody, openLot, startMs, then } from './scenario.fixture.ts'

/** One that is given is tried again; otherwise each run has its own, and says it when it fails. */
const seed = process.env.FAST_CHECK_SEED === undefined ? Date.now() : Number(process.env.FAST_CHECK_SEED)

type Terms = { startingPrice: number; reservePrice: number | null; increments: IncrementTable }
type Given = Pick<PlaceBid, 'bidId' | 'bidder' | 'type' | 'amount'>

/**
 * What a set of bids comes to, all at once: no bid is taken after another. Whoever goes furthest leads, and of equals
 * the earlier. He pays a step more than anybody else would, but not more than he went when the two first met: going
 * further later raises nobody against himself. And at least what he has named, and the reserve if he goes so far.
 */
function expected({ startingPrice, reservePrice, increments }: Terms, bids: readonly Given[]) {
  const ranked = bids.map((bid, at) => ({ ...bid, at })).sort((a, b) => b.amount - a.amount || a.at - b.at)
  const [first] = ranked
  if (first === undefined) return null
  const own = ranked.filter(({ bidder }) => bidder.id === first.bidder.id)
  const others = ranked.filter(({ bidder }) => bidder.id !== first.bidder.id)
  // Equals cannot be told apart but by their time; it was the later one that moved the price.
  const rival = others.filter(({ amount }) => amount === others[0]?.amount).at(-1)
  const prices = [
    startingPrice,
    ...own.filter(({ type }) => type === 'exact').map(({ amount }) => amount),
    ...(rival === undefined ? [] : [Math.min(wentThen(own, rival), rival.amount + stepAt(increments, rival.amount))]),
    ...(reservePrice !== null && first.amount >= reservePrice ? [reservePrice] : []),
  ]
  return { leader: first.bidder.id, price: Math.max(...prices) }
}

type Timed = { amount: number; at: number }

/** How far the leader went when he met his rival: already then, or with the first bid by which he overtook him. */
function wentThen(own: readonly Timed[], rival: Timed): number {
  const before = Math.max(0, ...own.filter(({ at }) => at < rival.at).map(({ amount }) => amount))
  if (before >= rival.amount) return before
  return Math.min(...own.filter(({ at, amount }) => at > rival.at && amount > rival.amount).map(({ amount }) => amount))
}

const increments: fc.Arbitrary<IncrementTable> = fc
  .uniqueArray(fc.record({ from: fc.integer({ min: 1, max: 400 }), step: fc.integer({ min: 1, max: 60 }) }), {
    selector: ({ from }) => from,
    minLength: 0,
    maxLength: 4,
  })
  .map((steps) => [{ from: 0, step: 7 }, ...steps.sort((a, b) => a.from - b.from)])

const terms: fc.Arbitrary<Terms> = fc.record({
  startingPrice: fc.integer({ min: 1, max: 100 }),
  reservePrice: fc.option(fc.integer({ min: 100, max: 400 })),
  increments,
})

type Step = { kind: 'bid'; paddle: number; type: 'exact' | 'max'; amount: number } | { kind: 'retract'; which: number }

const bidStep = fc.record({
  kind: fc.constant('bid' as const),
  paddle: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom('exact' as const, 'max' as const),
  amount: fc.integer({ min: 1, max: 500 }),
})
const retraction = fc.record({ kind: fc.constant('retract' as const), which: fc.nat(30) })

const bidder = (paddle: number) => ({ id: bidId(paddle), paddleNumber: paddle })

/** Plays the steps, and holds the lot against the model after each of them. */
function check(terms: Terms, steps: readonly Step[], takesAllMs: number): void {
  let lot: Auction = openLot({ ...terms, endsAt: new Date(startMs + takesAllMs).toISOString() })
  let bids: readonly Given[] = []
  for (const step of steps) {
    if (step.kind === 'bid') {
      const placed = command({ bidder: bidder(step.paddle), type: step.type, amount: step.amount })
      const verdict = placeBid(lot, placed, startMs, nobody)
      if (verdict.accepted) {
        lot = then(lot, verdict, startMs)
        bids = [...bids, placed]
      } else expectRefusable(terms, bids, placed)
    } else {
      const named = bids[step.which % Math.max(1, bids.length)]
      if (named === undefined) continue
      const by = { id: named.bidder.id, isAdministrator: true }
      const verdict = retractBid(lot, { bidId: named.bidId, by, reason: 'a slip' }, startMs)
      lot = then(lot, verdict, startMs)
      const goAll = takesAllMs > 12 * 3_600_000
      bids = bids.filter((bid) => (goAll ? bid.bidder.id !== named.bidder.id : bid.bidId !== named.bidId))
    }
    const model = expected(terms, bids)
    expect({ leader: lot?.lead?.bidder.id ?? null, price: lot?.price ?? null }).toEqual({
      leader: model?.leader ?? null,
      price: model?.price ?? null,
    })
  }
}

/** A refusal is right when the leader offers no more than before, or anybody less than the least next bid. */
function expectRefusable(terms: Terms, bids: readonly Given[], refused: PlaceBid): void {
  const model = expected(terms, bids)
  const minimumBid = leastNextBid(terms.increments, terms.startingPrice, model?.price ?? null)
  const own = Math.max(0, ...bids.filter((bid) => bid.bidder.id === refused.bidder.id).map(({ amount }) => amount))
  const leads = model?.leader === refused.bidder.id
  expect(leads && refused.amount <= own ? 'already_leading' : refused.amount < minimumBid).toBeTruthy()
}

describe(`10,000 sequences of exact bids and maxima (FAST_CHECK_SEED=${seed})`, () => {
  it('come to what the sorted maxima say', () => {
    fc.assert(
      fc.property(terms, fc.array(bidStep, { maxLength: 25 }), (some, steps) => check(some, steps, endMs - startMs)),
      { numRuns: 10_000, seed },
    )
  })

  it.each([
    ['of one bid at a time, near the end', endMs - startMs],
    ['of all bids of somebody, far from it', 24 * 3_600_000],
  ])('with retractions %s come to what the bids that stay say', (_, takesAllMs) => {
    const steps = fc.array(fc.oneof({ weight: 4, arbitrary: bidStep }, { weight: 1, arbitrary: retraction }), {
      maxLength: 25,
    })
    fc.assert(
      fc.property(terms, steps, (some, played) => check(some, played, takesAllMs)),
      { numRuns: 10_000, seed },
    )
  })
})
