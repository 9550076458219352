import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import type { AuctionEvent, BidView, LotView } from '@gavel/event-contracts'
import { createScope } from '@gavel/local-stack'
import type { MessageProducer } from '@gavel/messaging'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type pg from 'pg'
import { foldBatch } from '../src/auction/foldBatch.ts'
import { projectBatch } from '../src/auction/projectBatch.ts'
import { loadBids } from '../src/sql/loadBids.ts'
import { loadLots } from '../src/sql/loadLots.ts'
import { type AuctionLog, auctionLog, bidder, placedBy } from './auctionLog.ts'
import { migrations } from './world.ts'

/** Bids on a lot as they were before: exact, and each led. */
function logOfBefore(): AuctionLog {
  const log = auctionLog()
  log.listed()
  log.opened()
  log.bid(bidder(1), 1_000)
  log.bid(bidder(2), 3_000)
  return log
}

const logs = {
  scheduled: auctionLog(),
  active: logOfBefore(),
  sold: logOfBefore(),
  bought: logOfBefore(),
  unsold: auctionLog(),
}
logs.scheduled.listed({ buyNowPrice: null })
logs.sold.sold(bidder(2), placedBy(logs.sold.events[3]).bidId, 3_000)
logs.bought.boughtNow(bidder(3), 50_000)
logs.unsold.listed()
logs.unsold.opened()
logs.unsold.closedWithoutBids()

const expected = ({ events }: AuctionLog): { lot: LotView | undefined; bids: BidView[] } => {
  const { touched, newBids } = foldBatch(new Map(), events)
  return { lot: touched[0]?.view, bids: newBids.map(({ view }) => view) }
}

/** The rows that the projector of before had written of the log. */
async function storeAsBefore(db: pg.Pool, { auctionId, events }: AuctionLog): Promise<void> {
  const { touched, newBids, newBidders } = foldBatch(new Map(), events)
  const lot = touched[0]
  if (lot === undefined) throw new Error('no lot')
  const { view, increments, bidderCount, metadata } = lot
  await db.query(
    `insert into lots values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
      $20, $21, $22, $23, $24, $25, $26, $27)`,
    [
      view.id,
      view.version,
      view.lotNumber,
      view.title,
      view.description,
      view.category,
      JSON.stringify(view.images),
      view.currency,
      view.startingPrice,
      view.buyNowPrice,
      JSON.stringify(increments),
      view.startsAt,
      view.endsAt,
      view.seller.id,
      view.seller.username,
      view.seller.paddleNumber,
      view.createdAt,
      view.status,
      view.outcome,
      view.price,
      view.bidCount,
      bidderCount,
      view.leader?.id ?? null,
      view.leader?.paddleNumber ?? null,
      view.leader?.alias ?? null,
      view.updatedAt,
      JSON.stringify(metadata),
    ],
  )
  for (const { bidderId, alias } of newBidders) {
    await db.query('insert into lot_bidders values ($1, $2, $3)', [auctionId, bidderId, alias])
  }
  for (const { view: bid } of newBids) {
    const { id: bidderId, paddleNumber, alias } = bid.bidder
    await db.query('insert into bid_views values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      auctionId,
      bid.version,
      bid.id,
      bid.lotNumber,
      bidderId,
      paddleNumber,
      alias,
      bid.type,
      bid.amount,
      bid.at,
    ])
  }
}

describe('rows of before the full auction', () => {
  let scope: Awaited<ReturnType<typeof createScope>>
  let pool: pg.Pool
  let before: string
  const silent: MessageProducer = { send: async () => undefined, stop: async () => undefined }
  const project = (events: readonly AuctionEvent[]) => projectBatch({ pool, producer: silent }, events)
  const stored = async ({ auctionId, events }: AuctionLog) => ({
    lot: (await loadLots(pool, [auctionId])).get(auctionId)?.view,
    bids: await loadBids(pool, events),
  })

  beforeAll(async () => {
    scope = await createScope()
    pool = createPool({
      connectionString: scope.databaseUrl('projector'),
      schema: 'projector',
      applicationName: 'projector',
    })
    before = await mkdtemp(join(tmpdir(), 'projector-migrations-'))
    for (const name of ['20261121000000_lots_and_bids', '20261121020000_epoch']) {
      await cp(join(migrations, name), join(before, name), { recursive: true })
    }
    await migrate(pool, { directory: before })
    for (const log of Object.values(logs)) await storeAsBefore(pool, log)
    await migrate(pool, { directory: migrations })
  })
  afterAll(async () => {
    await pool.end()
    await scope.drop()
    await rm(before, { recursive: true })
  })

  it.each(Object.keys(logs))('are what the same log comes to today: %s', async (name) => {
    const log = Object.entries(logs).find(([key]) => key === name)?.[1]
    if (log === undefined) throw new Error(name)
    expect(await stored(log)).toEqual(expected(log))
  })

  it('go on being folded, with retractions of bids of before', async () => {
    const log = logs.active
    const [first, second] = [placedBy(log.events[2]), log.events[3]]
    if (second === undefined) throw new Error('no second bid')
    const from = log.events.length
    log.retracted([second], { price: 1_000, leader: { bidder: bidder(1), bidId: first.bidId } })
    log.bid(bidder(3), 2_000, { type: 'max', maximum: 9_000 })
    await project(log.events.slice(from))
    expect(await stored(log)).toEqual(expected(log))
    expect((await stored(log)).bids.map(({ retractedVersion }) => retractedVersion)).toEqual([null, 5, null])
  })

  it('go on after the end: a sale of before fails, and an offer is made', async () => {
    for (const log of [logs.sold, logs.bought]) {
      const saleId = expected(log).lot?.sale?.saleId ?? randomUUID()
      const from = log.events.length
      log.add({ type: 'sale.failed', data: { saleId, reason: 'unpaid', by: 'seller' } })
      const offer = { offerId: randomUUID(), to: bidder(1), price: 1_000, expiresAt: '2026-11-25T10:00:00.000Z' }
      log.add({ type: 'offer.made', data: { ...offer, kind: 'second_chance' } })
      await project(log.events.slice(from))
      expect(await stored(log)).toEqual(expected(log))
      expect((await stored(log)).lot).toMatchObject({ sale: { saleId, failed: true }, offer: { price: 1_000 } })
    }
  })
})
