import { randomUUID } from 'node:crypto'
import { createPool, migrate } from '@gavel/database'
import { type AuctionEvent, auctionFact } from '@gavel/event-contracts'
import { createScope } from '@gavel/local-stack'
import type { MessageProducer } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type pg from 'pg'
import { foldBatch } from '../src/auction/foldBatch.ts'
import { projectBatch } from '../src/auction/projectBatch.ts'
import { loadBids } from '../src/sql/loadBids.ts'
import { loadLots } from '../src/sql/loadLots.ts'
import { type AuctionLog, atSecond, auctionLog, bidder, defaultListing, placedBy } from './auctionLog.ts'
import { partitionOf, steps } from './partition.ts'
import { migrations } from './world.ts'

let scope: Awaited<ReturnType<typeof createScope>>
let pool: pg.Pool
beforeAll(async () => {
  scope = await createScope()
  pool = createPool({
    connectionString: scope.databaseUrl('projector'),
    schema: 'projector',
    applicationName: 'projector',
  })
  await migrate(pool, { directory: migrations })
})
afterAll(async () => {
  await pool.end()
  await scope.drop()
})

const silent: MessageProducer = { send: async () => undefined, stop: async () => undefined }
const project = (events: readonly AuctionEvent[]) => projectBatch({ pool, producer: silent }, events)

/** All that is kept of the lots, but for the aliases, of which only those are loaded that are asked for. */
async function stored(events: readonly AuctionEvent[]) {
  const lots = await loadLots(pool, [...new Set(events.map(({ auctionId }) => auctionId))])
  return {
    lots: [...lots.values()].map(({ aliases: _, ...lot }) => lot).sort((a, b) => a.view.lotNumber - b.view.lotNumber),
    bids: (await loadBids(pool, events)).toSorted(byPlace),
  }
}

function folded(events: readonly AuctionEvent[]) {
  const { touched, newBids } = foldBatch(new Map(), events)
  return {
    lots: touched.map(({ aliases: _, ...lot }) => lot).sort((a, b) => a.view.lotNumber - b.view.lotNumber),
    bids: newBids.map(({ view }) => view).sort(byPlace),
  }
}

const byPlace = (a: { lotNumber: number; version: number }, b: { lotNumber: number; version: number }): number =>
  a.lotNumber - b.lotNumber || a.version - b.version

const { lotNumber: _number, seller, ...terms } = defaultListing

/** Nothing of the revised lot is as it was listed. */
function wholeLife(): AuctionLog {
  const log = auctionLog()
  log.listed()
  const endsAt = atSecond(7_200)
  const revised = {
    title: 'Two clocks',
    description: 'They tick',
    category: null,
    images: [],
    currency: 'JPY',
    startingPrice: 2_000,
    reservePrice: 2_500,
    buyNowPrice: 90_000,
    buyNowPolicy: 'until_reserve_met' as const,
    increments: [{ from: 1, step: 7 }],
    startsAt: atSecond(60),
    endsAt,
    softClose: {
      windowSec: 30,
      extendSec: 60,
      mode: 'add_to_end' as const,
      trigger: 'leader_change' as const,
      maxExtensions: 3,
      hardEndAt: atSecond(9_000),
    },
  }
  log.add({ type: 'auction.revised', data: revised })
  log.opened()
  const first = placedBy(log.bid(bidder(1), 2_000, { type: 'max', maximum: 5_000 }))
  const beaten = log.bid(bidder(2), 3_000, { leads: false })
  const answer = log.bid(bidder(1), 3_007, { type: 'max', maximum: 5_000, auto: true })
  log.add({ type: 'auction.extended', data: { endsAt: atSecond(7_260), bidId: first.bidId, extensions: 1 } })
  log.retracted([beaten, answer], { price: 2_500, leader: { bidder: bidder(1), bidId: first.bidId } })
  const { bidId } = placedBy(log.bid(bidder(3), 6_000))
  log.sold(bidder(3), bidId, 6_000)
  const sale = { lotNumber: 7, seller, currency: 'JPY' }
  log.add({ type: 'auction.sold', data: { ...sale, saleId: bidId, via: 'hammer', buyer: bidder(3), price: 6_000 } })
  log.add({ type: 'sale.failed', data: { saleId: bidId, reason: 'unpaid', by: 'seller' } })
  for (const answered of ['lapsed', 'accepted'] as const) {
    const offerId = randomUUID()
    const offer = { offerId, kind: 'second_chance' as const, to: bidder(1), price: 5_000, expiresAt: atSecond(200_000) }
    log.add({ type: 'offer.made', data: offer })
    if (answered === 'lapsed') log.add({ type: 'offer.lapsed', data: { offerId, reason: 'expired' } })
    else log.add({ type: 'offer.accepted', data: { offerId } })
  }
  return log
}

function cancelledLot(): AuctionLog {
  const log = auctionLog()
  log.listed()
  log.opened()
  log.bid(bidder(1), 1_000)
  log.add({ type: 'auction.revised', data: { ...terms, description: 'It ticks, and it strikes' } })
  log.add({ type: 'auction.cancelled', data: { by: 'administrator', reason: 'not his to sell' } })
  return log
}

describe('the tables', () => {
  it.each([
    ['a lot that lives until it is sold twice', wholeLife],
    ['a lot that is cancelled', cancelledLot],
  ])('have %s after each event as its log says, also when all of it comes again', async (_name, logOf) => {
    const { events } = logOf()
    for (const [index, event] of events.entries()) {
      await project([event])
      expect(await stored(events)).toEqual(folded(events.slice(0, index + 1)))
    }
    expect(await project(events)).toMatchObject({ seen: events.length, fresh: [] })
    expect(await stored(events)).toEqual(folded(events))
  })

  it('have lots to which anything happens as their logs say, batch by batch', async () => {
    const types = new Set<string>()
    for (const events of fc.sample(steps, { numRuns: 25, seed: 7 }).map(partitionOf)) {
      for (const { type } of events) types.add(type)
      for (let from = 0; from < events.length; from += 9) await project(events.slice(Math.max(0, from - 2), from + 9))
      expect(await stored(events)).toEqual(folded(events))
    }
    expect([...types].sort()).toEqual(auctionFact.options.map((option) => option.shape.type.value).sort())
  })
})
