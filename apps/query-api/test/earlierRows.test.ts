import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { createScope } from '@gavel/local-stack'
import { expect, it } from '@jest/globals'
import { loadLot } from '../src/sql/loadLot.ts'
import { newestBids } from '../src/sql/newestBids.ts'
import { saveLots } from '../src/sql/saveLots.ts'
import { atSecond, bidder } from './lots.ts'
import { createStory } from './story.ts'
import { migrations } from './world.ts'

const before = ['20261121000000_lots_and_bids', '20261121020000_epoch']

const columns = `id, version, lot_number, title, description, category, images, currency, starting_price, price,
  minimum_bid, buy_now_price, status, outcome, starts_at, ends_at, bid_count, leader_id, leader_paddle_number,
  leader_alias, seller_id, seller_username, seller_paddle_number, created_at, updated_at`

it('rows stored before reserves and retractions mean what they meant, and their bidders stand somewhere', async () => {
  const scope = await createScope()
  const directory = await mkdtemp(join(tmpdir(), 'gavel-query-'))
  const connectionString = scope.databaseUrl('query')
  const pool = createPool({ connectionString, schema: 'query', applicationName: 'query' })
  try {
    for (const name of before) await cp(join(migrations, name), join(directory, name), { recursive: true })
    await migrate(pool, { directory })
    const [active, over] = [createStory(1), createStory(2)]
    active.bid(1, 1_000)
    active.bid(2, 1_100)
    active.bid(1, 1_200)
    over.change({ status: 'completed', outcome: 'no_bids', updatedAt: atSecond(77) })
    for (const story of [active, over]) {
      const lot = story.lot()
      await pool.query(`insert into lots (${columns}) values (${columns.split(',').map((_, i) => `$${i + 1}`)})`, [
        ...[lot.id, lot.version, lot.lotNumber, lot.title, lot.description, lot.category, JSON.stringify(lot.images)],
        ...[lot.currency, lot.startingPrice, lot.price, lot.minimumBid, lot.buyNowPrice, lot.status, lot.outcome],
        ...[lot.startsAt, lot.endsAt, lot.bidCount, lot.leader?.id, lot.leader?.paddleNumber, lot.leader?.alias],
        ...[lot.seller.id, lot.seller.username, lot.seller.paddleNumber, lot.createdAt, lot.updatedAt],
      ])
      for (const bid of story.entries()) {
        await pool.query('insert into bids values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
          ...[bid.id, bid.auctionId, bid.version, bid.lotNumber, bid.bidder.id, bid.bidder.paddleNumber],
          ...[bid.bidder.alias, bid.type, bid.amount, bid.at],
        ])
      }
    }
    await pool.query('insert into bid_progress values ($1, 3, 5)', [active.id])

    await migrate(pool, { directory: migrations })
    expect(await loadLot(pool, { kind: 'number', lotNumber: 1 })).toEqual(active.lot())
    const ended = { buyNowAvailable: false, endedAt: atSecond(77), reserveMet: true, sale: null }
    expect(await loadLot(pool, { kind: 'number', lotNumber: 2 })).toEqual({ ...over.lot(), ...ended })
    const bids = active.entries()
    expect(await newestBids(pool, active.id, { limit: 9 })).toEqual({ bids, stored: 3, retracted: 0 })
    const { rows } = await pool.query('select bidder_id, newest_version, maximum from standings order by bidder_id')
    expect(rows).toEqual([
      { bidder_id: bidder(1).id, newest_version: 5, maximum: 1_200 },
      { bidder_id: bidder(2).id, newest_version: 4, maximum: 1_100 },
    ])
    active.change({ reservePrice: 5_000, reserveMet: false })
    await saveLots(pool, [active.lot()])
    expect(await loadLot(pool, { kind: 'number', lotNumber: 1 })).toEqual(active.lot())
  } finally {
    await pool.end()
    await scope.drop()
    await rm(directory, { recursive: true, force: true })
  }
})
