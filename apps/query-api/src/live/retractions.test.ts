import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { firstBid } from '../../test/lots.ts'
import { scriptedLot, scripts, withRepeats } from '../../test/scriptedLot.ts'
import { createLotTimeline } from './lotTimeline.ts'

it('a timeline shows each version as it was, retractions included, however the topics are mixed', () => {
  const arbitrary = fc.record({
    script: scripts,
    kept: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    lotCuts: fc.array(fc.nat(30), { maxLength: 2 }),
    bidCuts: fc.array(fc.nat(30), { maxLength: 2 }),
    turns: fc.array(fc.boolean(), { maxLength: 120 }),
  })
  fc.assert(
    fc.property(arbitrary, ({ script, kept, lotCuts, bidCuts, turns }) => {
      const lot = scriptedLot(1, script)
      const shownLots = lot.lots.filter((_, index) => kept[index] || index === lot.lots.length - 1)
      const lots = withRepeats(shownLots, lotCuts)
      const bids = withRepeats(lot.bids, bidCuts)
      const timeline = createLotTimeline({ lot: lot.lotAt(firstBid - 1), recent: [], complete: true })
      const offer = (view: (typeof lots)[number] | undefined): void => {
        if (view?.type === 'lot.view') timeline.offerLot(view.data)
        else if (view !== undefined) timeline.offerBid(view.data)
        for (let step = timeline.advance(); step !== undefined; step = timeline.advance()) {
          const { version } = step.after
          expect(timeline.recentBids()).toEqual(lot.bidsAt(version))
          // Also when only bids of the step itself were: somebody may have come with them.
          const retracts = step.after.retractedCount > step.before.retractedCount
          expect(step.retracts).toBe(retracts)
          if (retracts) expect(timeline.unchangedSince()).toBe(version)
        }
      }
      for (const turn of turns) offer((turn ? lots : bids).shift())
      for (const view of [...lots, ...bids]) offer(view)
      expect(timeline.current()).toEqual(lot.lotAt(lot.last))
      expect(timeline.isWaiting()).toBe(false)
    }),
  )
})
