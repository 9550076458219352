import { randomUUIDv7 } from 'node:crypto'
import { type AuctionFact, paddleHolder } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { buyNow } from '../src/auction/rules/buyNow.ts'
import { cancelAuction } from '../src/auction/rules/cancelAuction.ts'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { acceptOffer, lapseOffer, makeOffer } from '../src/auction/rules/offers.ts'
import { retractBid } from '../src/auction/rules/retractBid.ts'
import { reviseAuction } from '../src/auction/rules/reviseAuction.ts'
import { bidOf, type Houses, limits, seller, startHouses } from './auctionHouses.fixture.ts'

let houses: Houses
beforeAll(async () => {
  houses = await startHouses()
})
afterAll(() => houses.side.stop())

/** Enough for either of two to be the first, again and again. */
const turns = Array.from({ length: 30 }, (_, turn) => turn)

const bob = paddleHolder(102)
const carol = paddleHolder(103)
const typesIn = async (id: string): Promise<readonly AuctionFact['type'][]> =>
  (await houses.log(id)).map(({ type }) => type)

/**
 * Both at once, on different instances, each of which has the lot in mind; the one that is begun first in turns.
 * `tickMs`: the clock goes on that much after the first of them was sent, so that they may be judged at two times.
 */
async function race<One, Other>(
  turn: number,
  id: string,
  one: () => Promise<One>,
  other: () => Promise<Other>,
  tickMs = 0,
): Promise<readonly [One, Other]> {
  await houses.states(id)
  const tick = () => {
    houses.side.clock.nowMs += tickMs
  }
  if (turn % 2 === 0) {
    const first = one()
    tick()
    return Promise.all([first, other()])
  }
  const second = other()
  tick()
  return Promise.all([one(), second])
}

const bid = (house: number, id: string, paddle: number, type: 'exact' | 'max', amount: number) =>
  houses.run(house, id, bidOf(paddle, type, amount).rule)

describe('two at once', () => {
  it('bid and bid: of equal amounts one leads, and the other is outbid or too low', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      const both = await race(
        turn,
        id,
        () => bid(0, id, 102, 'max', 500),
        () => bid(1, id, 103, 'max', 500),
      )
      const outcomes = both.map((went) => (went.accepted ? went.answer.outcome : went.code)).sort()
      expect(outcomes).toEqual(['leading', 'outbid'])
      const [state] = await houses.states(id)
      expect(state).toMatchObject({ price: 500 })
    }
  })

  it('bid and close: a bid in time counts, one at the end is refused, and the winner is who led then', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      await bid(2, id, 102, 'exact', 200)
      houses.side.clock.nowMs += 59_999
      const late = turn % 3 === 0
      if (late) houses.side.clock.nowMs += 1
      const [placed, closing] = await race(
        turn,
        id,
        () => bid(0, id, 103, 'exact', 300),
        () => houses.run(1, id, closeAuction),
      )
      expect([placed.accepted, closing.accepted]).toEqual([!late, late])
      houses.side.clock.nowMs += 1
      await houses.run(1, id, closeAuction)
      const sold = (await houses.log(id)).filter(({ type }) => type === 'auction.sold')
      expect(sold).toMatchObject([{ data: { buyer: late ? bob : carol, price: late ? 200 : 300 } }])
    }
  })

  it('bid and cancel by the seller: one of them, never both', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      const by = { id: seller.id, isAdministrator: false }
      const [placed, cancelling] = await race(
        turn,
        id,
        () => bid(0, id, 102, 'exact', 300),
        () => houses.run(1, id, (lot, now) => cancelAuction(lot, { by, reason: null }, now)),
      )
      expect(placed.accepted).toBe(!cancelling.accepted)
      const codes = [placed, cancelling].flatMap((went) => (went.accepted ? [] : [went.code]))
      expect(codes).toEqual([placed.accepted ? 'has_bids' : 'cancelled'])
    }
  })

  it('bid and buy-now until the first bid: one of them', async () => {
    for (const turn of turns) {
      const id = await houses.list({ buyNowPrice: 900, buyNowPolicy: 'until_first_bid' })
      const [placed, purchase] = await race(
        turn,
        id,
        () => bid(0, id, 102, 'exact', 300),
        () =>
          houses.run(1, id, (lot, now, blocked) => buyNow(lot, { bidId: randomUUIDv7(), buyer: carol }, now, blocked)),
      )
      expect(placed.accepted).toBe(!purchase.accepted)
      const codes = [placed, purchase].flatMap((went) => (went.accepted ? [] : [went.code]))
      expect(codes).toEqual([placed.accepted ? 'buy_now_unavailable' : 'already_ended'])
    }
  })

  it('retraction and bid: the price is what the bids that stay come to, in either order', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      const led = bidOf(102, 'max', 500)
      await houses.run(2, id, led.rule)
      const retraction = { bidId: led.bidId, by: { id: bob.id, isAdministrator: false }, reason: 'a slip' }
      const [placed, retracted] = await race(
        turn,
        id,
        () => bid(0, id, 103, 'max', 300),
        () => houses.run(1, id, (lot, now) => retractBid(lot, retraction, now)),
      )
      expect([placed.accepted, retracted.accepted]).toEqual([true, true])
      const [state] = await houses.states(id)
      expect(state).toMatchObject({ price: 100, lead: { bidder: carol, maximum: 300 } })
    }
  })

  it('revision and bid at the opening: the bid is judged by the terms that stand in the log before it', async () => {
    for (const turn of turns) {
      const id = await houses.list({}, 10_000)
      houses.side.clock.nowMs += turn % 3 === 0 ? 10_000 : 9_999
      const changes = { startingPrice: 400 }
      const [placed, revised] = await race(
        turn,
        id,
        () => bid(0, id, 102, 'exact', 300),
        () => houses.run(1, id, (lot, now) => reviseAuction(lot, { by: seller.id, changes, limits }, now)),
      )
      const isOpen = turn % 3 === 0
      expect([placed.accepted, revised.accepted]).toEqual([isOpen, !isOpen])
      expect(await typesIn(id)).toEqual(
        isOpen ? ['auction.listed', 'auction.opened', 'bid.placed'] : ['auction.listed', 'auction.revised'],
      )
    }
  })

  async function offered(): Promise<{ id: string; offerId: string }> {
    const id = await houses.list({ reservePrice: 900 })
    await bid(2, id, 102, 'max', 300)
    houses.side.clock.nowMs += 60_000
    await houses.run(2, id, closeAuction)
    const offer = { offerId: randomUUIDv7(), by: seller.id, paddleNumber: null, expiresInMs: 20_000 }
    const made = await houses.run(2, id, (lot, now, blocked) => makeOffer(lot, offer, now, blocked))
    expect(made.accepted).toBe(true)
    return { id, offerId: offer.offerId }
  }

  it('two acceptances of one offer: one sale', async () => {
    for (const turn of turns) {
      const { id, offerId } = await offered()
      const accept = (house: number) =>
        houses.run(house, id, (lot, now) => acceptOffer(lot, { offerId, by: bob.id }, now))
      const both = await race(
        turn,
        id,
        () => accept(0),
        () => accept(1),
      )
      expect(both.filter(({ accepted }) => accepted)).toHaveLength(1)
      expect((await typesIn(id)).filter((type) => type === 'auction.sold')).toHaveLength(1)
    }
  })

  it('acceptance and lapse: before the deadline a sale, from it on none', async () => {
    for (const turn of turns) {
      const { id, offerId } = await offered()
      const isLate = turn % 3 === 0
      houses.side.clock.nowMs += isLate ? 20_000 : 19_999
      const [accepted] = await race(
        turn,
        id,
        () => houses.run(0, id, (lot, now) => acceptOffer(lot, { offerId, by: bob.id }, now)),
        () => houses.run(1, id, (lot, now) => lapseOffer(lot, { offerId }, now)),
      )
      expect(accepted.accepted).toBe(!isLate)
      expect((await typesIn(id)).at(-1)).toBe(isLate ? 'offer.lapsed' : 'auction.sold')
    }
  })
})
