import { type AuctionEvent, auctionFact, auctionView, type BidView } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { auctionLog, bidder, placedBy } from '../../test/auctionLog.ts'
import { openLot } from '../../test/folding.ts'
import { partitionOf, steps } from '../../test/partition.ts'
import { bidderIdsIn } from './fold/aliases.ts'
import { foldBatch, type Retraction } from './foldBatch.ts'
import type { LotProjection } from './lotProjection.ts'

/** What the tables hold between two batches, read back as they are: with the aliases of the batch's bidders alone. */
function memory() {
  const lots = new Map<string, LotProjection>()
  const aliases = new Map<string, Map<string, number>>()
  const bids = new Map<string, BidView>()
  const retract = ({ auctionId, version, bidIds }: Retraction) => {
    for (const id of bidIds) {
      const bid = bids.get(id)
      if (bid?.auctionId === auctionId && bid.retractedVersion === null) {
        bids.set(id, { ...bid, retractedVersion: version })
      }
    }
  }
  return {
    lots,
    bids,
    project(events: readonly AuctionEvent[]) {
      const asked = new Set(events.flatMap((event) => bidderIdsIn(event).map((id) => `${event.auctionId}:${id}`)))
      const known = (id: string) =>
        new Map([...(aliases.get(id) ?? [])].filter(([bidderId]) => asked.has(`${id}:${bidderId}`)))
      const stored = new Map([...lots].map(([id, lot]) => [id, { ...lot, aliases: known(id) }]))
      const folded = foldBatch(stored, events)
      for (const lot of folded.changed) lots.set(lot.view.id, lot)
      for (const { view } of folded.newBids) {
        expect(bids.has(view.id)).toBe(false)
        bids.set(view.id, view)
      }
      for (const { auctionId, bidderId, alias } of folded.newBidders) {
        const ofLot = aliases.get(auctionId) ?? new Map<string, number>()
        expect(ofLot.has(bidderId)).toBe(false)
        aliases.set(auctionId, ofLot.set(bidderId, alias))
      }
      if (folded.changed.length > 0) for (const retraction of folded.retractions) retract(retraction)
      return folded
    },
  }
}

const views = ({ lots, bids }: ReturnType<typeof memory>) => ({
  lots: [...lots.values()].map((lot) => lot.view),
  bids: [...bids.values()],
})

/** `length` events, then begin again `back` before the end of them, as after a crash before the offsets were committed. */
const cuts = fc.array(fc.record({ length: fc.integer({ min: 1, max: 15 }), back: fc.nat(20) }), {
  maxLength: 30,
  size: 'max',
})

describe('a batch', () => {
  it('gives the same views wherever batches end and however often they come', () => {
    fc.assert(
      fc.property(steps, cuts, (someSteps, someCuts) => {
        const partition = partitionOf(someSteps)
        const expected = memory()
        for (const event of partition) expected.project([event])

        const actual = memory()
        let position = 0
        for (const { length, back } of someCuts) {
          actual.project(partition.slice(position, position + length))
          position = Math.max(0, Math.min(position + length, partition.length) - back)
        }
        actual.project(partition.slice(position))
        expect(views(actual)).toEqual(views(expected))
        for (const data of views(actual).bids) auctionView.parse({ type: 'bid.view', data })
        for (const data of views(actual).lots) auctionView.parse({ type: 'lot.view', data })
      }),
    )
  })

  it('comes of lots to which everything happens that can', () => {
    const partitions = fc.sample(steps, { numRuns: 200, seed: 4 }).map(partitionOf)
    const types = new Set(partitions.flat().map(({ type }) => type))
    expect([...types].sort()).toEqual(auctionFact.options.map((option) => option.shape.type.value).sort())
    const isWithin = (events: readonly AuctionEvent[]) => {
      const { newBids } = foldBatch(new Map(), events)
      return newBids.some(({ view }) => view.retractedVersion !== null)
    }
    expect(partitions.some(isWithin)).toBe(true)
  })

  it('that was folded before changes nothing, and still names the lots to publish', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    log.bid(bidder(1), 1_000)
    const store = memory()
    store.project(log.events)
    const again = store.project(log.events)
    expect(again).toMatchObject({ changed: [], newBids: [], newBidders: [], seen: log.events })
    expect(again.touched.map((lot) => lot.view)).toEqual([store.lots.get(log.auctionId)?.view])
  })

  it('has a bid as retracted that was placed and retracted in it, and names those of before', () => {
    const log = openLot()
    const first = placedBy(log.bid(bidder(1), 1_000, { type: 'max', maximum: 5_000 }))
    const beaten = log.bid(bidder(2), 3_000, { leads: false })
    const answer = log.bid(bidder(1), 3_100, { type: 'max', maximum: 5_000, auto: true })
    log.retracted([beaten, answer], { price: 1_000, leader: { bidder: bidder(1), bidId: first.bidId } })
    const store = memory()
    store.project(log.events.slice(0, 4))
    const { newBids, retractions } = store.project(log.events.slice(4))
    expect(newBids.map(({ view }) => view)).toMatchObject([{ id: placedBy(answer).bidId, retractedVersion: 6 }])
    expect(retractions).toMatchObject([{ version: 6, bidIds: [placedBy(beaten).bidId, placedBy(answer).bidId] }])
    expect([...store.bids.values()].map(({ retractedVersion }) => retractedVersion)).toEqual([null, 6, 6])

    const again = store.project(log.events)
    expect(again).toMatchObject({ changed: [], newBids: [], retractions: [{ version: 6 }], seen: log.events })
  })

  it('marks a bid by the retraction that came first, as the tables do', () => {
    const log = openLot()
    const bid = log.bid(bidder(1), 1_000)
    log.retracted([bid], { price: null, leader: null })
    log.retracted([bid], { price: null, leader: null })
    expect(foldBatch(new Map(), log.events).newBids).toMatchObject([{ view: { retractedVersion: 4 } }])
  })

  it('has a bid by its alias, and a purchase as one', () => {
    const log = auctionLog()
    log.listed()
    log.opened()
    log.bid(bidder(4), 1_000)
    log.boughtNow(bidder(2), 50_000)
    const { newBids } = foldBatch(new Map(), log.events)
    expect(newBids.map(({ view }) => view)).toMatchObject([
      { version: 3, type: 'exact', amount: 1_000, bidder: { ...bidder(4), alias: 1 }, lotNumber: 7 },
      { version: 4, type: 'buy_now', amount: 50_000, bidder: { ...bidder(2), alias: 2 } },
    ])
  })
})
