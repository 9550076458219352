import { type AuctionEvent, auctionView, type BidView } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type AuctionLog, auctionLog, bidder } from '../../test/auctionLog.ts'
import { foldBatch } from './foldBatch.ts'
import type { LotProjection } from './lotProjection.ts'

/** What the tables hold between two batches, read back as they are: with the aliases of the batch's bidders alone. */
function memory() {
  const lots = new Map<string, LotProjection>()
  const aliases = new Map<string, Map<string, number>>()
  const bids = new Map<string, BidView>()
  const bidderOf = (event: AuctionEvent): string | undefined =>
    event.type === 'bid.placed'
      ? event.data.bidder.id
      : event.type === 'auction.bought_now'
        ? event.data.buyer.id
        : undefined
  return {
    lots,
    bids,
    project(events: readonly AuctionEvent[]) {
      const asked = new Set(events.map(bidderOf))
      const known = (id: string) => new Map([...(aliases.get(id) ?? [])].filter(([bidderId]) => asked.has(bidderId)))
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
      return folded
    },
  }
}

const views = ({ lots, bids }: ReturnType<typeof memory>) => ({
  lots: [...lots.values()].map((lot) => lot.view),
  bids: [...bids.values()],
})

type Step = { lot: number; bidder: number; kind: 'bid' | 'buy' | 'close' }

/** Some lots' logs, interleaved as in a partition: each step goes on with one lot in whatever way is still possible. */
function partitionOf(steps: readonly Step[]): AuctionEvent[] {
  const logs = [1, 2, 3].map((lotNumber) => ({ log: auctionLog(lotNumber), price: 0, ended: false }))
  const partition: AuctionEvent[] = []
  for (const step of steps) {
    const entry = logs[step.lot]
    if (entry === undefined || entry.ended) continue
    partition.push(next(entry, step))
  }
  return partition
}

function next(entry: { log: AuctionLog; price: number; ended: boolean }, step: Step): AuctionEvent {
  const { log } = entry
  if (log.events.length === 0) return log.listed()
  if (log.events.length === 1) return log.opened()
  if (step.kind === 'bid') {
    entry.price += 1_000
    return log.bid(bidder(step.bidder), entry.price)
  }
  entry.ended = true
  return step.kind === 'buy' ? log.boughtNow(bidder(step.bidder), 50_000) : log.closedWithoutBids()
}

const steps = fc.array(
  fc.record({
    lot: fc.nat(2),
    bidder: fc.nat(5),
    kind: fc.oneof(
      { weight: 12, arbitrary: fc.constant('bid' as const) },
      fc.constant('buy' as const),
      fc.constant('close' as const),
    ),
  }),
  { minLength: 1, maxLength: 60 },
)
/** `length` events, then begin again `back` before the end of them, as after a crash before the offsets were committed. */
const cuts = fc.array(fc.record({ length: fc.integer({ min: 1, max: 15 }), back: fc.nat(20) }), { maxLength: 30 })

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
      }),
    )
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
