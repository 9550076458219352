import { randomUUIDv7 } from 'node:crypto'
import { paddleHolder, type SoftClose } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { buyNow } from '../src/auction/rules/buyNow.ts'
import { cancelAuction } from '../src/auction/rules/cancelAuction.ts'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { retractBid } from '../src/auction/rules/retractBid.ts'
import { reviseAuction } from '../src/auction/rules/reviseAuction.ts'
import { bidOf, type Houses, limits, seller, startHouses } from './auctionHouses.fixture.ts'
import { bidsAreInTime } from './invariants.ts'
import { createRaces, type Races, turns } from './race.fixture.ts'

let houses: Houses
let races: Races
beforeAll(async () => {
  houses = await startHouses()
  races = createRaces(houses)
})
afterAll(() => houses.side.stop())

const soft: SoftClose = {
  windowSec: 60,
  extendSec: 60,
  mode: 'reset_from_bid',
  trigger: 'any_accepted',
  maxExtensions: null,
  hardEndAt: null,
}

const bob = paddleHolder(102)
const carol = paddleHolder(103)

describe('two at once', () => {
  it('bid and bid: of equal amounts one leads, and the other is outbid or too low', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      const both = await races.race(
        turn,
        id,
        () => races.bid(0, id, 102, 'max', 500),
        () => races.bid(1, id, 103, 'max', 500),
      )
      const outcomes = both.map((went) => (went.accepted ? went.answer.outcome : went.code)).sort()
      expect(outcomes).toEqual(['leading', 'outbid'])
      const [state] = await houses.states(id)
      const [first] = (await houses.log(id)).filter(({ type }) => type === 'bid.placed')
      expect(first).toMatchObject({ data: { bidder: state?.lead?.bidder } })
      expect(state).toMatchObject({ price: 500 })
      races.won(state?.lead?.bidder.id === bob.id ? 'bob' : 'carol')
    }
    races.expectBoth('bob', 'carol')
  })

  it('bid and close as the end comes: a bid in time counts, a later one is refused, and whoever led then wins', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      await races.bid(2, id, 102, 'exact', 200)
      houses.side.clock.nowMs += 59_999
      const [placed, closing] = await races.race(
        turn,
        id,
        () => races.bid(0, id, 103, 'exact', 300),
        () => races.run(1, id, closeAuction),
        1,
      )
      // The one that came too early is refused; the closing may have had to look twice.
      if (!closing.accepted) await races.run(1, id, closeAuction)
      races.won(placed.accepted ? 'bid' : 'close')
      if (!placed.accepted) expect(placed.code).toBe('already_ended')
      if (!closing.accepted) expect(closing.code).toBe('not_due')
      const log = await houses.log(id)
      bidsAreInTime(log)
      const sold = log.filter(({ type }) => type === 'auction.sold')
      const expected = placed.accepted ? { buyer: carol, price: 300 } : { buyer: bob, price: 200 }
      expect(sold).toMatchObject([{ data: expected }])
    }
    races.expectBoth('bid', 'close')
  })

  it('bid and close under a soft close: a bid in time moves the end, and the closing is refused', async () => {
    for (const turn of turns) {
      const id = await houses.list({ softClose: soft })
      await races.bid(2, id, 102, 'exact', 200)
      houses.side.clock.nowMs += 59_999
      const [placed, closing] = await races.race(
        turn,
        id,
        () => races.bid(0, id, 103, 'exact', 300),
        () => races.run(1, id, closeAuction),
        1,
      )
      const types = await races.typesIn(id)
      races.won(placed.accepted ? 'bid' : 'close')
      // Both may be too early or too late for the other, but never both have their way.
      expect(placed.accepted && closing.accepted).toBe(false)
      expect(types.includes('auction.extended')).toBe(placed.accepted)
      expect(types.includes('auction.closed')).toBe(closing.accepted)
    }
    races.expectBoth('bid', 'close')
  })

  it('bid and cancel by the seller: one of them, never both', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      const by = { id: seller.id, isAdministrator: false }
      const [placed, cancelling] = await races.race(
        turn,
        id,
        () => races.bid(0, id, 102, 'exact', 300),
        () => races.run(1, id, (lot, now) => cancelAuction(lot, { by, reason: null }, now)),
      )
      expect(placed.accepted).toBe(!cancelling.accepted)
      const codes = [placed, cancelling].flatMap((went) => (went.accepted ? [] : [went.code]))
      expect(codes).toEqual([placed.accepted ? 'has_bids' : 'cancelled'])
      const ending = placed.accepted ? 'bid.placed' : 'auction.cancelled'
      expect((await races.typesIn(id)).filter((type) => type !== 'auction.opened')).toEqual(['auction.listed', ending])
      races.won(placed.accepted ? 'bid' : 'cancel')
    }
    races.expectBoth('bid', 'cancel')
  })

  it('bid and buy-now until the first bid: one of them', async () => {
    for (const turn of turns) {
      const id = await houses.list({ buyNowPrice: 900, buyNowPolicy: 'until_first_bid' })
      const [placed, purchase] = await races.race(
        turn,
        id,
        () => races.bid(0, id, 102, 'exact', 300),
        () =>
          races.run(1, id, (lot, now, blocked) => buyNow(lot, { bidId: randomUUIDv7(), buyer: carol }, now, blocked)),
      )
      expect(placed.accepted).toBe(!purchase.accepted)
      const codes = [placed, purchase].flatMap((went) => (went.accepted ? [] : [went.code]))
      expect(codes).toEqual([placed.accepted ? 'buy_now_unavailable' : 'already_ended'])
      const sold = (await houses.log(id)).filter(({ type }) => type === 'auction.sold')
      expect(sold).toMatchObject(placed.accepted ? [] : [{ data: { buyer: carol, price: 900 } }])
      races.won(placed.accepted ? 'bid' : 'buy')
    }
    races.expectBoth('bid', 'buy')
  })

  it('retraction and bid: the price is what the bids that stay come to, in either order', async () => {
    for (const turn of turns) {
      const id = await houses.list()
      const led = bidOf(102, 'max', 500)
      await races.run(2, id, led.rule)
      const retraction = { bidId: led.bidId, by: { id: bob.id, isAdministrator: false }, reason: 'a slip' }
      const [placed, retracted] = await races.race(
        turn,
        id,
        () => races.bid(0, id, 103, 'max', 300),
        () => races.run(1, id, (lot, now) => retractBid(lot, retraction, now)),
      )
      expect([placed.accepted, retracted.accepted]).toEqual([true, true])
      const [state] = await houses.states(id)
      expect(state).toMatchObject({ price: 100, lead: { bidder: carol, maximum: 300 } })
      races.won((await races.typesIn(id)).at(-1) === 'bid.retracted' ? 'bid' : 'retraction')
    }
    races.expectBoth('bid', 'retraction')
  })

  it('revision and bid as the lot opens: the bid is judged by the terms that stand in the log before it', async () => {
    for (const turn of turns) {
      const id = await houses.list({}, 10_000)
      houses.side.clock.nowMs += 9_999
      const changes = { startingPrice: 400 }
      const [placed, revised] = await races.race(
        turn,
        id,
        () => races.bid(0, id, 102, 'exact', 300),
        () => races.run(1, id, (lot, now) => reviseAuction(lot, { by: seller.id, changes, limits }, now)),
        1,
      )
      const went = [placed, revised].map((one) => (one.accepted ? 'accepted' : one.code)).join(' ')
      // The revision comes first, or the bid, or each has missed its hour.
      const legal = {
        'low_bid accepted': ['auction.listed', 'auction.revised'],
        'not_started accepted': ['auction.listed', 'auction.revised'],
        'accepted already_opened': ['auction.listed', 'auction.opened', 'bid.placed'],
        'not_started already_opened': ['auction.listed'],
      }
      expect(Object.entries(legal)).toContainEqual([went, await races.typesIn(id)])
      races.won(revised.accepted ? 'revision' : 'bid')
    }
    races.expectBoth('bid', 'revision')
  })
})
