import type { AuctionView } from '@gavel/event-contracts'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type ScriptedLot, scriptedLot, scripts, withRepeats } from './scriptedLot.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.drop())

const tables = {
  bids: 'select version, retracted_version from bids where auction_id = $1 order by version',
  bid_progress: 'select bid_count, retracted_count from bid_progress where auction_id = $1',
  standings: 'select bidder_id, amount, newest_version from standings where auction_id = $1 order by bidder_id',
}

async function stored({ id }: ScriptedLot) {
  const read = async (text: string) => (await world.pool.query(text, [id])).rows
  return {
    bids: await read(tables.bids),
    progress: await read(tables.bid_progress),
    standings: await read(tables.standings),
  }
}

/** What the tables must hold, from the entries alone. */
function expected(lot: ScriptedLot) {
  const entries = lot.bidsAt(lot.last)
  const standing = entries.filter(({ retractedVersion }) => retractedVersion === null)
  const newest = new Map(standing.toReversed().map((bid) => [bid.bidder.id, bid]))
  return {
    bids: entries
      .toReversed()
      .map(({ version, retractedVersion: retracted_version }) => ({ version, retracted_version })),
    progress:
      entries.length === 0 ? [] : [{ bid_count: entries.length, retracted_count: entries.length - standing.length }],
    standings: [...newest.values()]
      .map(({ bidder, amount, version }) => ({ bidder_id: bidder.id, amount, newest_version: version }))
      .sort((a, b) => (a.bidder_id < b.bidder_id ? -1 : 1)),
  }
}

let lotNumber = 0

it('the tables say where everybody stands, however batches are cut and however often they come again', async () => {
  const arbitrary = fc.record({
    script: scripts,
    cuts: fc.array(fc.nat(30), { maxLength: 3 }),
    size: fc.integer({ min: 1, max: 12 }),
  })
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ script, cuts, size }) => {
      lotNumber += 1
      const lot = scriptedLot(lotNumber, script)
      const views: AuctionView[] = withRepeats(lot.bids, cuts)
      for (let from = 0; from < views.length; from += size) await world.app.materialise(views.slice(from, from + size))
      expect(await stored(lot)).toEqual(expected(lot))
    }),
    { numRuns: 120 },
  )
}, 60_000)
