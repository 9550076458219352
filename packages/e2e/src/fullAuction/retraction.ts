import { describe, expect, it } from '@jest/globals'
import { bid, bidWell } from '../bidding.ts'
import { checkInvariants } from '../invariants.ts'
import { listLot, readLot } from '../lots.ts'
import { watchLot } from '../lotWatcher.ts'
import { as } from '../people.ts'
import { until } from '../until.ts'
import { checkTopic, type World } from './world.ts'

const [ann, ben, cas] = [631, 632, 633]
const dayMs = 86_400_000

export function retractionScenarios(here: () => World): void {
  describe('a retraction', () => {
    it('far from the end takes all bids of its bidder: the price falls, and whoever watches sees it', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel, { endsInMs: dayMs })
      const watcher = watchLot(gavel, lot.id)
      await watcher.connected
      const results = [
        await bid(gavel, lot, { paddleNumber: ann, amount: 150 }),
        await bid(gavel, lot, { paddleNumber: ben, type: 'max', amount: 800 }),
        await bid(gavel, lot, { paddleNumber: cas, amount: 300 }),
      ]
      // Three bids, and the answer to the last one.
      const bidIdOf = (index: number): string => {
        const result = results[index]
        return (result?.kind === 'acknowledged' && result.bidId) || 'none'
      }
      await until('four are seen', () => expect(watcher.seen().bidIds).toHaveLength(4))
      expect(watcher.seen()).toMatchObject({ snapshots: 0, retractedIds: [], lot: { price: 301, leader: 'bidder 2' } })

      const path = `auctions/${lot.id}/bids/${bidIdOf(1)}`
      const reason = 'I meant another lot'
      const stranger = await as(gavel, cas).delete(path, { reason })
      expect(stranger).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      const answer = await as(gavel, ben).delete(path, { reason })
      expect(answer).toMatchObject({ status: 200, body: { price: 300, minimumBid: 301 } })
      // The answer of the house was given for him.
      const answerId = watcher.seen().bidIds[0]
      expect(answer.body).toMatchObject({ retracted: [bidIdOf(1), answerId] })

      await until('the watcher sees it', () => {
        const { snapshots, retractedIds, bidIds, lot: seen } = watcher.seen()
        expect(seen).toMatchObject({ price: 300, minimumBid: 301, leader: 'bidder 3', bidCount: 4 })
        expect({ snapshots, retractedIds }).toEqual({ snapshots: 1, retractedIds: [answerId, bidIdOf(1)] })
        expect(bidIds).toEqual([answerId, bidIdOf(2), bidIdOf(1), bidIdOf(0)])
      })
      const again = await as(gavel, ben).delete(path, { reason })
      expect(again).toMatchObject({ status: 404, body: { code: 'not_found' } })
      await bidWell(gavel, lot, { paddleNumber: ben, amount: 320 })
      results.push({ kind: 'acknowledged', attempt: { paddleNumber: ben, amount: 320 } })
      await until('what follows is seen too', () => {
        expect(watcher.seen()).toMatchObject({ snapshots: 1, lot: { price: 320, bidCount: 5 } })
      })
      await watcher.close()
      await checkTopic(here(), lot)
      await checkInvariants(gavel, lot, results)
    }, 60_000)

    it('of the only bid leaves the lot as it was listed', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel, { buyNowPrice: 9_000, buyNowPolicy: 'until_first_bid' })
      const only = await bidWell(gavel, lot, { paddleNumber: ann, amount: 500 })
      expect(await readLot(gavel.webUrl, lot.id, only.version)).toMatchObject({ buyNowAvailable: false })
      const answer = await as(gavel, ann).delete(`auctions/${lot.id}/bids/${only.bidId}`, { reason: 'A slip' })
      expect(answer).toMatchObject({ status: 200, body: { retracted: [only.bidId], price: null, minimumBid: 100 } })
      const shown = await readLot(gavel.webUrl, lot.id, only.version + 1)
      expect(shown).toMatchObject({ price: 100, minimumBid: 100, leader: null, bidCount: 1, buyNowAvailable: true })
      await checkInvariants(gavel, lot, [
        { kind: 'acknowledged', attempt: { paddleNumber: ann, amount: 500 }, bidId: only.bidId },
      ])
    })
  })
}
