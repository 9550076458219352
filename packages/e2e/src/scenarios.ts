import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { type Attempt, type BidResult, bid, type Door } from './bidding.ts'
import { type Gavel, startGavel } from './gavel.ts'
import { type Answer, send } from './http.ts'
import { checkInvariants } from './invariants.ts'
import { bidsIn, readLog } from './log.ts'
import { type ListedLot, listLot, readBids, readLot, untilLot } from './lots.ts'
import { watchLot } from './lotWatcher.ts'
import { tokenOf } from './people.ts'
import { until } from './until.ts'

const bidAnswer = z.object({ bidId: z.uuid(), outcome: z.string(), price: z.int(), version: z.int() })

/** What an auction house must do, whatever number of each service it runs on. */
export function tradingScenarios(instances: number): void {
  describe(`with ${instances} of each service`, () => {
    let gavel: Gavel
    beforeAll(async () => {
      gavel = await startGavel(`trading-with-${instances}`, { instances })
    }, 180_000)
    afterAll(() => gavel?.stop(), 60_000)

    it('a bid is placed and read back at once', async () => {
      const lot = await listLot(gavel)
      const json = { type: 'exact', amount: 150 }
      const answer = await send(`${gavel.webUrl}/v1/auctions/${lot.id}/bids`, { token: await tokenOf(301), json })
      expect(answer.status).toBe(201)
      const { bidId, version } = bidAnswer.parse(answer.body)
      expect(answer.body).toMatchObject({ outcome: 'leading', price: 150, minimumBid: 151 })

      const shown = await readLot(gavel.webUrl, lot.id, version)
      expect(shown).toMatchObject({ price: 150, bidCount: 1, leader: 'bidder 1', version })
      expect(await readBids(gavel.webUrl, lot.id, version)).toMatchObject([{ id: bidId, amount: 150 }])
    })

    it('a version that does not come is answered not_yet', async () => {
      const lot = await listLot(gavel)
      const answer = await send(`${gavel.webUrl}/v1/auctions/${lot.id}?atLeast=1000`)
      expect(answer).toMatchObject({ status: 202, body: { code: 'not_yet' } })
    })

    it('whoever buys now gets the lot, and nobody else', async () => {
      const lot = await listLot(gavel, { buyNowPrice: 5_000 })
      const buyers = await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          const url = `${gavel.webUrl}/v1/auctions/${lot.id}/buy-now`
          return send(url, { token: await tokenOf(310 + index), json: {} })
        }),
      )
      const winners = buyers.filter(({ status }) => status === 200)
      expect(winners).toMatchObject([{ body: { outcome: 'bought', price: 5_000 } }])
      const losers = buyers.filter(({ status }) => status !== 200)
      expect(losers.map(({ status, body }) => ({ status, body }))).toEqual(
        losers.map(() => ({ status: 409, body: expect.objectContaining({ code: 'already_ended' }) })),
      )
      const version = z.object({ version: z.int() }).parse(winners[0]?.body).version
      const shown = await readLot(gavel.webUrl, lot.id, version)
      expect(shown).toMatchObject({ status: 'completed', outcome: 'bought_now', price: 5_000 })
    })

    it.each(['v1', 'classic'] as const)('a bid by %s that reaches the buy-now price buys', async (door) => {
      const lot = await listLot(gavel, { buyNowPrice: 5_000 })
      expect((await bid(gavel, lot, { paddleNumber: 321, amount: 5_500 }, door)).kind).toBe('acknowledged')
      await until('the lot is sold', async () => {
        const shown = await readLot(gavel.webUrl, lot.id)
        expect(shown).toMatchObject({ status: 'completed', outcome: 'bought_now', price: 5_000 })
      })
    })

    it('a lot opens and closes by itself, and the highest bidder wins', async () => {
      const lot = await listLot(gavel, { opensInMs: 1_500, endsInMs: 8_000 })
      const unwanted = await listLot(gavel, { opensInMs: 1_500, endsInMs: 8_000 })
      expect(lot.status).toBe('scheduled')
      const early = await bid(gavel, lot, { paddleNumber: 331, amount: 200 })
      expect(early).toMatchObject({ kind: 'refused', code: 'not_started' })
      await untilLot(gavel, lot, 'active')
      const results = [early]
      for (const amount of [210, 250, 400]) {
        results.push(await bid(gavel, lot, { paddleNumber: 331 + (amount % 3), amount }))
      }
      expect(results.slice(1).map(({ kind }) => kind)).toEqual(['acknowledged', 'acknowledged', 'acknowledged'])
      const sold = await untilLot(gavel, lot, 'completed')
      expect(sold).toMatchObject({ outcome: 'sold', price: 400 })
      const late = await bid(gavel, lot, { paddleNumber: 335, amount: 500 })
      expect(late).toMatchObject({ kind: 'refused', code: 'already_ended' })
      await checkInvariants(gavel, lot, [...results, late])
      expect(await untilLot(gavel, unwanted, 'completed')).toMatchObject({ outcome: 'no_bids' })
      await checkInvariants(gavel, unwanted, [])
    }, 60_000)

    it.each(['classic', 'v1'] as const)(
      '150 concurrent bids by %s: each is acknowledged or too low, and the highest wins',
      async (door) => {
        const lots = await Promise.all([listLot(gavel), listLot(gavel), listLot(gavel)])
        const results = await Promise.all(lots.map((lot) => bidAllAtOnce(lot, 50, door)))
        for (const [index, lot] of lots.entries()) {
          const ofLot = results[index] ?? []
          const others = ofLot.filter(({ kind }) => kind !== 'acknowledged')
          expect(others).toEqual(others.map(() => expect.objectContaining(tooLow(door))))
          await checkInvariants(gavel, lot, ofLot)
          expect(await readLot(gavel.webUrl, lot.id)).toMatchObject({ price: 250 })
        }
      },
      90_000,
    )

    it('an Idempotency-Key has one effect, however often and at once it is sent', async () => {
      const lot = await listLot(gavel)
      const bidWithKey = async (amount: number): Promise<Answer> =>
        send(`${gavel.webUrl}/v1/auctions/${lot.id}/bids`, {
          token: await tokenOf(341),
          json: { type: 'exact', amount },
          headers: { 'Idempotency-Key': `bid-${lot.id}` },
        })
      const atOnce = await Promise.all(Array.from({ length: 10 }, () => bidWithKey(300)))
      const again = await bidWithKey(300)
      expect(again).toMatchObject({ status: 201, body: { price: 300 } })
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      const { bidId } = bidAnswer.parse(again.body)
      for (const answer of atOnce) {
        if (answer.status === 201) expect(answer.body).toEqual(again.body)
        else expect(answer).toMatchObject({ status: 409, body: { code: 'in_progress' } })
      }
      const fresh = atOnce.filter(({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'))
      expect(fresh).toHaveLength(1)
      expect(await bidWithKey(301)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
      expect(bidsIn(await readLog(gavel, lot.id))).toMatchObject([{ bidId, amount: 300 }])
    })

    it('watchers of a lot see every bid once, also one who was cut off in between', async () => {
      const lot = await listLot(gavel)
      const steady = watchLot(gavel, lot.id)
      const cutOff = watchLot(gavel, lot.id)
      await Promise.all([steady.connected, cutOff.connected])
      const results: BidResult[] = []
      for (let amount = 101; amount <= 160; amount += 1) {
        if (amount % 20 === 0) {
          await until('something was seen', () => expect(cutOff.seen().bidIds).not.toEqual([]))
          cutOff.cut()
        }
        results.push(await bid(gavel, lot, { paddleNumber: 351 + (amount % 2), amount }))
      }
      const logged = bidsIn(await readLog(gavel, lot.id)).map(({ bidId }) => bidId)
      expect(logged).toHaveLength(60)
      for (const watcher of [steady, cutOff]) {
        await until('all bids are seen', () => expect(watcher.seen().bidIds).toEqual(logged.toReversed()))
        expect(watcher.seen()).toMatchObject({ snapshots: 0, lot: { price: 160, bidCount: 60 } })
        await watcher.close()
      }
      await checkInvariants(gavel, lot, results)
    }, 60_000)

    function bidAllAtOnce(lot: ListedLot, count: number, door: Door): Promise<readonly BidResult[]> {
      const attempts = Array.from(
        { length: count },
        (_, index): Attempt => ({ paddleNumber: 401 + index, amount: 201 + index }),
      )
      return Promise.all(attempts.map((attempt) => bid(gavel, lot, attempt, door)))
    }
  })
}

const tooLow = (door: Door) =>
  door === 'v1' ? { kind: 'refused', status: 409, code: 'low_bid' } : { kind: 'refused', status: 400, code: 'LOW_BID' }
