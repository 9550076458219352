import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { bidWell } from '../bidding.ts'
import { readLog } from '../log.ts'
import { type ListedLot, listLot, readLot, untilLot } from '../lots.ts'
import { myBidOn, noticesOf } from '../mine.ts'
import { as, sellersPaddle } from '../people.ts'
import { until } from '../until.ts'
import { checkViews } from '../views.ts'
import { checkTopic, type World } from './world.ts'

const [ann, ben] = [611, 612]
const made = z.object({ offerId: z.uuid(), kind: z.string(), price: z.int(), expiresAt: z.iso.datetime() })

export function offerScenarios(here: () => World): void {
  describe('a lot whose reserve was not met', () => {
    it('is sold to the highest bidder when he accepts the offer, once', async () => {
      const { gavel } = here()
      const lot = await unsoldLot()
      const offer = await offerOf(lot, { expiresInSec: 600 })
      expect(offer).toMatchObject({ kind: 'below_reserve', price: 1_501 })
      await until('he is told of the offer', async () => {
        const { body } = await as(gavel, ben).get(`auctions/${lot.id}`)
        expect(body).toMatchObject({ offer: { offerId: offer.offerId, price: 1_501 } })
        expect(await noticesOf(gavel, ben, lot)).toContainEqual(
          expect.objectContaining({ kind: 'offer', offerId: offer.offerId, price: 1_501 }),
        )
      })
      expect((await as(gavel, ann).get(`auctions/${lot.id}`)).body).not.toHaveProperty('offer')

      const again = await as(gavel, sellersPaddle).post(`auctions/${lot.id}/offers`)
      expect(again).toMatchObject({ status: 409, body: { code: 'offer_open' } })
      const stranger = await as(gavel, ann).post(`offers/${offer.offerId}/accept`)
      expect(stranger).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      const answers = await Promise.all([1, 2, 3].map(() => as(gavel, ben).post(`offers/${offer.offerId}/accept`)))
      expect(answers.filter(({ status }) => status === 200)).toMatchObject([
        { body: { outcome: 'bought', price: 1_501 } },
      ])
      expect(answers.filter(({ status }) => status !== 200)).toMatchObject([
        { status: 409, body: { code: 'offer_closed' } },
        { status: 409, body: { code: 'offer_closed' } },
      ])

      await until('the sale is shown', async () => {
        const shown = await readLot(gavel.webUrl, lot.id)
        expect(shown).toMatchObject({ status: 'completed', outcome: 'reserve_not_met' })
        // A stranger's view: what was paid is between the two.
        expect(shown.sale).toEqual({ price: null, via: 'offer', buyer: 'bidder 2', failed: false })
        expect(await myBidOn(gavel, ben, lot)).toMatchObject({ status: 'won' })
      })
      const log = await readLog(gavel, lot.id)
      expect(log.filter(({ type }) => type === 'auction.sold')).toMatchObject([
        { data: { saleId: offer.offerId, via: 'offer', price: 1_501, buyer: { paddleNumber: ben } } },
      ])
      await checkTopic(here(), lot)
      await checkViews(gavel, lot, log)
    }, 60_000)

    it('stays unsold when the scheduler lets the offer lapse', async () => {
      const { gavel } = here()
      const lot = await unsoldLot()
      const offer = await offerOf(lot, { expiresInSec: 2 })
      const lapsed = await until('the offer has lapsed', async () => {
        const [found] = (await readLog(gavel, lot.id)).filter(({ type }) => type === 'offer.lapsed')
        if (found === undefined) throw new Error('it is open')
        return found
      })
      expect(lapsed.data).toEqual({ offerId: offer.offerId, reason: 'expired' })
      expect(lapsed.occurredAtMs).toBeGreaterThanOrEqual(Date.parse(offer.expiresAt))
      expect(lapsed.occurredAtMs).toBeLessThan(Date.parse(offer.expiresAt) + 3_000)
      const late = await as(gavel, ben).post(`offers/${offer.offerId}/accept`)
      expect(late).toMatchObject({ status: 409, body: { code: 'offer_closed' } })
      // Nobody is asked twice, and below the reserve only the highest bidder is.
      const again = await as(gavel, sellersPaddle).post(`auctions/${lot.id}/offers`)
      expect(again).toMatchObject({ status: 409, body: { code: 'no_offer_possible' } })
      await until('the house sees no offer', async () => {
        const { body } = await as(gavel, sellersPaddle).get(`auctions/${lot.id}`)
        expect(body).toMatchObject({ status: 'completed', sale: null, offer: null })
      })
      await checkTopic(here(), lot)
    }, 60_000)

    async function unsoldLot(): Promise<ListedLot> {
      const { gavel } = here()
      const lot = await listLot(gavel, { endsInMs: 2_500, startingPrice: 1_000, reservePrice: 5_000 })
      await bidWell(gavel, lot, { paddleNumber: ann, amount: 1_500 })
      const answer = await bidWell(gavel, lot, { paddleNumber: ben, type: 'max', amount: 3_000 })
      expect(answer).toMatchObject({ outcome: 'leading_reserve_not_met', price: 1_501 })
      const shown = await untilLot(gavel, lot, 'completed')
      expect(shown).toMatchObject({ outcome: 'reserve_not_met', price: 1_501, reserveMet: false, sale: null })
      await until('he knows', async () => {
        expect(await myBidOn(gavel, ben, lot)).toMatchObject({ status: 'reserve_not_met' })
      })
      return lot
    }

    async function offerOf(lot: ListedLot, json: { expiresInSec: number }) {
      const answer = await as(here().gavel, sellersPaddle).post(`auctions/${lot.id}/offers`, json)
      expect(answer).toMatchObject({ status: 201 })
      return made.parse(answer.body)
    }
  })
}
