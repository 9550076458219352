import type { AuctionView } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { firstBid, history } from '../../test/lots.ts'
import { createLotTimeline, type LotTimeline, type Step } from './lotTimeline.ts'

const some = history(1)
const start = (version: number) => ({
  lot: some.lotAt(version),
  recent: versions(version, firstBid).map(some.bidAt),
  complete: true,
})

/** Descending, both included. */
const versions = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => from - index)

function offer(timeline: LotTimeline, view: AuctionView): Step[] {
  if (view.type === 'lot.view') timeline.offerLot(view.data)
  else timeline.offerBid(view.data)
  const steps: Step[] = []
  for (let step = timeline.advance(); step !== undefined; step = timeline.advance()) steps.push(step)
  return steps
}
const lot = (version: number): AuctionView => ({ type: 'lot.view', data: some.lotAt(version) })
const bid = (version: number): AuctionView => ({ type: 'bid.view', data: some.bidAt(version) })
const shape = (steps: readonly Step[]) =>
  steps.map(({ before, after, bids }) => [before.version, after.version, bids.map(({ version }) => version)])

describe('a timeline', () => {
  it('moves when the lot and its bids are there, whichever comes first', () => {
    const timeline = createLotTimeline(start(2))
    expect(offer(timeline, bid(3))).toEqual([])
    expect(shape(offer(timeline, lot(3)))).toEqual([[2, 3, [3]]])
    expect(offer(timeline, lot(5))).toEqual([])
    expect(timeline.isWaiting()).toBe(true)
    expect(offer(timeline, bid(4))).toEqual([])
    expect(shape(offer(timeline, bid(5)))).toEqual([[3, 5, [5, 4]]])
    expect(timeline.isWaiting()).toBe(false)
  })

  it('goes as far as it can when newer lots still wait for bids', () => {
    const timeline = createLotTimeline(start(2))
    for (const view of [lot(3), lot(4), lot(9), bid(3)]) offer(timeline, view)
    expect(timeline.current().version).toBe(3)
    expect(shape(offer(timeline, bid(4)))).toEqual([[3, 4, [4]]])
  })

  it('takes nothing old', () => {
    const timeline = createLotTimeline(start(9))
    expect([...offer(timeline, lot(8)), ...offer(timeline, bid(9)), ...offer(timeline, lot(9))]).toEqual([])
    expect(timeline.isWaiting()).toBe(false)
  })

  it('shows every bid once and in order, and no older version after a newer one, however the topics are mixed', () => {
    const last = 24
    // Each topic keeps its order but repeats itself from some point now and then; lots skip versions, as batches do.
    const withRepeats = (views: AuctionView[], cuts: readonly number[]) => [
      ...views,
      ...cuts.flatMap((cut) => views.slice(cut % views.length)),
    ]
    const arbitrary = fc.record({
      kept: fc.array(fc.boolean(), { minLength: last, maxLength: last }),
      lotCuts: fc.array(fc.nat(last), { maxLength: 2 }),
      bidCuts: fc.array(fc.nat(last), { maxLength: 2 }),
      turns: fc.array(fc.boolean(), { maxLength: 120 }),
    })
    fc.assert(
      fc.property(arbitrary, ({ kept, lotCuts, bidCuts, turns }) => {
        const ascending = versions(last, firstBid).toReversed()
        const lots = withRepeats(
          [...ascending.filter((version) => kept[version] || version === last).map(lot)],
          lotCuts,
        )
        const bids = withRepeats(ascending.map(bid), bidCuts)
        const timeline = createLotTimeline(start(2))
        const steps: Step[] = []
        for (const turn of turns) {
          const view = (turn ? lots : bids).shift()
          if (view !== undefined) steps.push(...offer(timeline, view))
        }
        for (const view of [...lots, ...bids]) steps.push(...offer(timeline, view))
        expect(steps.flatMap((step) => step.bids.toReversed().map(({ version }) => version))).toEqual(ascending)
        for (const { before, after, bids: shown } of steps) {
          expect(after.version).toBeGreaterThan(before.version)
          for (const { version } of shown) {
            expect(version).toBeGreaterThan(before.version)
            expect(version).toBeLessThanOrEqual(after.version)
          }
        }
        expect(timeline.current()).toEqual(some.lotAt(last))
      }),
    )
  })

  it('remembers the newest bids, and says how far back', () => {
    const timeline = createLotTimeline(start(2))
    for (let version = firstBid; version <= 300; version += 1) {
      offer(timeline, bid(version))
      offer(timeline, lot(version))
    }
    expect(timeline.recentBids().map(({ version }) => version)).toEqual(versions(300, 101))
    expect(timeline.rememberedAfter()).toBe(100)
  })
})
