import { describe, expect, it } from '@jest/globals'
import { bid, bidWell } from '../bidding.ts'
import { checkInvariants } from '../invariants.ts'
import { readLog } from '../log.ts'
import { type ListedLot, listLot, readLot, untilLot } from '../lots.ts'
import { noticesOf } from '../mine.ts'
import { administratorsPaddle, as, sellersPaddle } from '../people.ts'
import { until } from '../until.ts'
import { checkTopic, type World } from './world.ts'

const [ann, ben] = [621, 622]
const hourMs = 3_600_000

export function houseRuleScenarios(here: () => World): void {
  const seller = () => as(here().gavel, sellersPaddle)

  describe('a lot with bids', () => {
    it('is cancelled by an administrator alone, and everybody who bid is told why', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel)
      const results = [
        await bid(gavel, lot, { paddleNumber: ann, amount: 200 }),
        await bid(gavel, lot, { paddleNumber: ben, type: 'max', amount: 900 }),
      ]
      const path = `auctions/${lot.id}/cancel`
      expect(await seller().post(path)).toMatchObject({ status: 409, body: { code: 'has_bids' } })
      expect(await as(gavel, ann).post(path)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      const administrator = as(gavel, administratorsPaddle)
      expect(await administrator.post(path)).toMatchObject({ status: 422, body: { code: 'invalid_input' } })
      const reason = 'It is a forgery'
      expect(await administrator.post(path, { reason })).toMatchObject({ status: 200, body: { status: 'cancelled' } })

      const late = await bid(gavel, lot, { paddleNumber: ann, amount: 1_000 })
      expect(late).toMatchObject({ kind: 'refused', code: 'cancelled' })
      const shown = await untilLot(gavel, lot, 'cancelled')
      expect(shown).toMatchObject({ outcome: null, cancelReason: reason, sale: null })
      await until('all bidders are told', async () => {
        for (const paddle of [ann, ben]) {
          const [newest] = await noticesOf(gavel, paddle, lot)
          expect(newest).toMatchObject({ kind: 'cancelled', reason, lotNumber: lot.lotNumber })
        }
      })
      await checkTopic(here(), lot)
      await checkInvariants(gavel, lot, [...results, late])
    }, 60_000)
  })

  describe('a lot without bids', () => {
    it('is cancelled by its seller, and neither opens nor closes', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel, { opensInMs: 1_500, endsInMs: 3_000 })
      const answer = await seller().post(`auctions/${lot.id}/cancel`)
      expect(answer).toMatchObject({ status: 200, body: { status: 'cancelled', version: 2 } })
      await untilLot(gavel, lot, 'cancelled')
      // One that ends later is closed: by then this one's times have passed.
      await untilLot(gavel, await listLot(gavel, { endsInMs: 4_500 }), 'completed')
      expect((await readLog(gavel, lot.id)).map(({ type }) => type)).toEqual(['auction.listed', 'auction.cancelled'])
      await checkInvariants(gavel, lot, [])
    }, 60_000)
  })

  describe('a revision', () => {
    it('changes anything before the opening, times included', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel, { opensInMs: hourMs, endsInMs: 2 * hourMs, buyNowPrice: 9_000 })
      const startsAt = new Date(Date.now() + 2_000).toISOString()
      const endsAt = new Date(Date.now() + 5_000).toISOString()
      const changes = { title: 'Inkstone with two dragons', startingPrice: 300, buyNowPrice: null, startsAt, endsAt }
      const stranger = await as(gavel, ann).patch(`auctions/${lot.id}`, changes)
      expect(stranger).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      const answer = await revise(lot, changes)
      expect(answer).toMatchObject({
        status: 200,
        body: { id: lot.id, lotNumber: lot.lotNumber, version: 2, status: 'scheduled' },
      })
      const shown = await readLot(gavel.webUrl, lot.id, 2)
      expect(shown).toMatchObject({ title: changes.title, price: 300, minimumBid: 300, startsAt, endsAt })

      await untilLot(gavel, lot, 'active')
      const result = await bid(gavel, lot, { paddleNumber: ann, amount: 350 })
      expect(await untilLot(gavel, lot, 'completed')).toMatchObject({ outcome: 'sold', price: 350 })
      await checkTopic(here(), lot)
      await checkInvariants(gavel, lot, [result])
    }, 60_000)

    it('lets only the description grow afterwards, and moves nothing', async () => {
      const { gavel } = here()
      const softClose = { windowSec: 4, extendSec: 4 }
      const lot = await listLot(gavel, { endsInMs: 4_000, softClose })
      const first = await bidWell(gavel, lot, { paddleNumber: ann, amount: 200 })
      const description = 'Listed by a test, in good condition'
      for (const refused of [{ title: 'Another' }, { description: 'Shorter' }, { description, startingPrice: 1 }]) {
        expect(await revise(lot, refused)).toMatchObject({ status: 409, body: { code: 'already_opened' } })
      }
      expect(await revise(lot, { description })).toMatchObject({ status: 200, body: { status: 'active' } })
      const second = await bidWell(gavel, lot, { paddleNumber: ben, amount: 300 })
      expect(Date.parse(second.endsAt)).toBeGreaterThan(Date.parse(first.endsAt))
      expect(await revise(lot, { description: `${description}, with a box` })).toMatchObject({ status: 200 })

      const shown = await untilLot(gavel, lot, 'completed')
      expect(shown).toMatchObject({ description: `${description}, with a box`, endsAt: second.endsAt, price: 300 })
      const log = await readLog(gavel, lot.id)
      const closed = log.find(({ type }) => type === 'auction.closed')
      expect(closed?.occurredAtMs).toBeLessThan(Date.parse(second.endsAt) + 3_000)
      expect(log.filter(({ type }) => type === 'auction.opened')).toHaveLength(1)
      expect(await revise(lot, { description: `${description}, with a box, sold` })).toMatchObject({
        status: 409,
        body: { code: 'already_ended' },
      })
      await checkTopic(here(), lot)
      await checkInvariants(gavel, lot, [
        { kind: 'acknowledged', attempt: { paddleNumber: ann, amount: 200 }, bidId: first.bidId },
        { kind: 'acknowledged', attempt: { paddleNumber: ben, amount: 300 }, bidId: second.bidId },
      ])
    }, 60_000)

    const revise = (lot: ListedLot, changes: Record<string, unknown>) => seller().patch(`auctions/${lot.id}`, changes)
  })
}
