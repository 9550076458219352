import { describe, expect, it } from '@jest/globals'
import { type BidAnswer, type BidResult, bid } from '../bidding.ts'
import { checkInvariants } from '../invariants.ts'
import { readLog } from '../log.ts'
import { type ListedLot, listLot, readLot, untilLot } from '../lots.ts'
import { myBidOn, noticesOf } from '../mine.ts'
import { until } from '../until.ts'
import { checkTopic, type World } from './world.ts'

const [ann, ben, cas] = [601, 602, 603]
const softClose = { windowSec: 3, extendSec: 3 }

export function hammerScenarios(here: () => World): void {
  describe('a lot with a reserve, a soft close and proxies', () => {
    it('is extended, and sold once, at the right price, to whoever went furthest', async () => {
      const { gavel } = here()
      const lot = await listLot(gavel, {
        ...{ endsInMs: 8_000, startingPrice: 1_000, reservePrice: 2_000, increments: 'jpy', softClose },
      })
      const listedEndMs = Date.parse((await untilLot(gavel, lot, 'active')).endsAt)
      const results: BidResult[] = []
      const bidAs = async (paddleNumber: number, type: 'exact' | 'max', amount: number): Promise<BidAnswer> => {
        const result = await bid(gavel, lot, { paddleNumber, type, amount })
        results.push(result)
        if (result.kind !== 'acknowledged' || result.answer === undefined) throw new Error(JSON.stringify(result))
        return result.answer
      }

      expect(await bidAs(ann, 'exact', 1_000)).toMatchObject({ outcome: 'leading_reserve_not_met', price: 1_000 })
      expect(await bidAs(ben, 'max', 1_800)).toMatchObject({ outcome: 'leading_reserve_not_met', price: 1_100 })
      expect(await readLot(gavel.webUrl, lot.id, 4)).toMatchObject({ hasReserve: true, reserveMet: false })
      // He goes as far as the reserve, so he bids it at once.
      expect(await bidAs(cas, 'max', 6_000)).toMatchObject({ outcome: 'leading', price: 2_000, minimumBid: 2_100 })
      const low = await bid(gavel, lot, { paddleNumber: ann, amount: 2_050 })
      expect(low).toMatchObject({ kind: 'refused', code: 'low_bid' })
      results.push(low)

      await untilSoftCloseOf(lot, listedEndMs)
      const beaten = await bidAs(ann, 'exact', 3_000)
      expect(beaten).toMatchObject({ outcome: 'outbid', price: 3_100 })
      expect(Date.parse(beaten.endsAt)).toBeGreaterThan(listedEndMs)
      await untilSoftCloseOf(lot, Date.parse(beaten.endsAt))
      const last = await bidAs(ben, 'max', 4_500)
      expect(last).toMatchObject({ outcome: 'outbid', price: 4_600 })
      const endMs = Date.parse(last.endsAt)
      expect(endMs).toBeGreaterThan(Date.parse(beaten.endsAt))

      const kindsOf = async (paddle: number) => (await noticesOf(gavel, paddle, lot)).map(({ kind }) => kind)
      await until('those who were overtaken are told, and he who leads is not', async () => {
        expect((await kindsOf(ann)).sort()).toEqual(['closing_soon', 'outbid'])
        expect((await kindsOf(ben)).sort()).toEqual(['closing_soon', 'outbid'])
        expect(await kindsOf(cas)).toEqual(['closing_soon'])
      })

      const sold = await untilLot(gavel, lot, 'completed')
      expect(sold).toMatchObject({ outcome: 'sold', price: 4_600, endsAt: last.endsAt, reserveMet: true })
      expect(sold.sale).toEqual({ price: 4_600, via: 'hammer', buyer: 'bidder 3', failed: false })
      expect(sold.extensions).toBeGreaterThanOrEqual(2)
      const late = await bid(gavel, lot, { paddleNumber: ann, amount: 9_000 })
      expect(late).toMatchObject({ kind: 'refused', code: 'already_ended' })

      const log = await readLog(gavel, lot.id)
      const closed = log.find(({ type }) => type === 'auction.closed')
      expect(closed?.occurredAtMs).toBeGreaterThanOrEqual(endMs)
      expect(closed?.occurredAtMs).toBeLessThan(endMs + 3_000)
      expect(log.filter(({ type }) => type === 'auction.sold')).toMatchObject([
        {
          data: {
            via: 'hammer',
            price: 4_600,
            currency: 'JPY',
            lotNumber: lot.lotNumber,
            buyer: { paddleNumber: cas },
          },
        },
      ])
      await checkTopic(here(), lot)
      await checkInvariants(gavel, lot, [...results, late])

      await until('the bidders know how it ended', async () => {
        expect(await myBidOn(gavel, cas, lot)).toMatchObject({ status: 'won', yourMaximum: 6_000 })
        expect(await myBidOn(gavel, ann, lot)).toMatchObject({ status: 'lost', yourBid: 3_000, yourMaximum: 3_000 })
        expect(await myBidOn(gavel, ben, lot)).toMatchObject({ status: 'lost', yourMaximum: 4_500 })
        expect([await kindsOf(ann), await kindsOf(ben), await kindsOf(cas)]).toEqual([
          ['lost'],
          ['lost'],
          ['order_to_pay', 'won'],
        ])
      })
    }, 90_000)
  })
}

/** A second into the window, so that a bid moves the end by about that. */
const untilSoftCloseOf = (lot: ListedLot, endMs: number): Promise<void> =>
  until(`lot ${lot.lotNumber} is about to close`, () => {
    if (Date.now() < endMs - 2_000) throw new Error('not yet')
  })
