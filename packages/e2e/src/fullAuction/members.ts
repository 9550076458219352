import { describe, expect, it } from '@jest/globals'
import { bidWell } from '../bidding.ts'
import { listLot } from '../lots.ts'
import { blockedPaddles, watchedLotIds } from '../mine.ts'
import { as, sellersPaddle } from '../people.ts'
import { until } from '../until.ts'
import type { World } from './world.ts'

const [watcher, intruder, other] = [641, 642, 643]

export function memberScenarios(here: () => World): void {
  describe("a member's lists", () => {
    it('holds the lots he watches, and nobody else sees them', async () => {
      const { gavel } = here()
      const [lot, second] = [await listLot(gavel), await listLot(gavel)]
      const member = as(gavel, watcher)
      for (const { id } of [lot, second, lot]) {
        expect(await member.put(`auctions/${id}/watch`)).toMatchObject({
          status: 200,
          body: { auctionId: id, watching: true },
        })
      }
      // By its number too.
      const answer = await member.put(`auctions/${second.lotNumber}/watch`)
      expect(answer).toMatchObject({ status: 200, body: { auctionId: second.id } })
      await until('both are on his list, once', async () => {
        expect((await watchedLotIds(gavel, watcher)).toSorted()).toEqual([lot.id, second.id].toSorted())
      })
      expect(await watchedLotIds(gavel, other)).toEqual([])
      expect(await member.delete(`auctions/${lot.id}/watch`)).toMatchObject({ status: 200, body: { watching: false } })
      await until('one is left', async () => expect(await watchedLotIds(gavel, watcher)).toEqual([second.id]))
    })

    it('keeps a blocked bidder out on every instance from the answer on', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel, { buyNowPrice: 90_000 })
      const seller = as(gavel, sellersPaddle)
      const block = `me/blocks/${intruder}`
      const bidAt = (baseUrl: string, amount: number) =>
        as(gavel, intruder, baseUrl).post(`auctions/${lot.id}/bids`, { type: 'exact', amount })

      let amount = 200
      for (let round = 0; round < 5; round += 1) {
        // So that each instance has his seller's list from before.
        for (const url of gavel.system.commandApiUrls) {
          amount += 1
          const taken = amount
          await until('he may bid', async () => expect(await bidAt(url, taken)).toMatchObject({ status: 201 }))
        }
        expect(await seller.put(block)).toMatchObject({ status: 200, body: { paddleNumber: intruder, blocked: true } })
        const refusals = await Promise.all(gavel.system.commandApiUrls.map((url) => bidAt(url, 10_000)))
        for (const refusal of refusals) expect(refusal).toMatchObject({ status: 409, body: { code: 'blocked_bidder' } })
        expect(await seller.delete(block)).toMatchObject({ status: 200, body: { blocked: false } })
      }

      await seller.put(block)
      for (const url of gavel.system.commandApiUrls) {
        const purchase = await as(gavel, intruder, url).post(`auctions/${lot.id}/buy-now`)
        expect(purchase).toMatchObject({ status: 409, body: { code: 'blocked_bidder' } })
      }
      await until('the seller sees his list', async () => {
        expect(await blockedPaddles(gavel, sellersPaddle)).toEqual([intruder])
      })
      await bidWell(gavel, lot, { paddleNumber: other, amount: amount + 1 })
      await seller.delete(block)
      await until('the list is empty', async () => expect(await blockedPaddles(gavel, sellersPaddle)).toEqual([]))
    }, 60_000)
  })
}
