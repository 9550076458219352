import { randomUUIDv7 } from 'node:crypto'
import { paddleHolder } from '@gavel/event-contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { closeAuction } from '../src/auction/rules/closeAuction.ts'
import { acceptOffer, lapseOffer, makeOffer } from '../src/auction/rules/offers.ts'
import { type Houses, seller, startHouses } from './auctionHouses.fixture.ts'
import { oneOfferIsOpen } from './invariants.ts'
import { createRaces, type Races, turns } from './race.fixture.ts'

let houses: Houses
let races: Races
beforeAll(async () => {
  houses = await startHouses()
  races = createRaces(houses)
})
afterAll(() => houses.side.stop())

const bob = paddleHolder(102)

describe('two at once, after the end', () => {
  async function offered(): Promise<{ id: string; offerId: string }> {
    const id = await houses.list({ reservePrice: 900 })
    await races.bid(2, id, 102, 'max', 300)
    houses.side.clock.nowMs += 60_000
    await races.run(2, id, closeAuction)
    const offer = { offerId: randomUUIDv7(), by: seller.id, paddleNumber: null, expiresInMs: 20_000 }
    const made = await races.run(2, id, (lot, now, blocked) => makeOffer(lot, offer, now, blocked))
    expect(made.accepted).toBe(true)
    return { id, offerId: offer.offerId }
  }

  it('two acceptances of one offer: one sale', async () => {
    for (const turn of turns) {
      const { id, offerId } = await offered()
      const accept = (house: number) =>
        races.run(house, id, (lot, now) => acceptOffer(lot, { offerId, by: bob.id }, now))
      const both = await races.race(
        turn,
        id,
        () => accept(0),
        () => accept(1),
      )
      expect(both.filter(({ accepted }) => accepted)).toHaveLength(1)
      expect((await races.typesIn(id)).filter((type) => type === 'auction.sold')).toHaveLength(1)
      expect(both.flatMap((went) => (went.accepted ? [] : [went.code]))).toEqual(['offer_closed'])
      races.won(both[0].accepted ? 'one' : 'other')
    }
    races.expectBoth('one', 'other')
  })

  it('acceptance and lapse at the deadline: a sale or none', async () => {
    for (const turn of turns) {
      const { id, offerId } = await offered()
      houses.side.clock.nowMs += 19_999
      const [accepted, lapsed] = await races.race(
        turn,
        id,
        () => races.run(0, id, (lot, now) => acceptOffer(lot, { offerId, by: bob.id }, now)),
        () => races.run(1, id, (lot, now) => lapseOffer(lot, { offerId }, now)),
        1,
      )
      // One that was asked too early leaves it to the scheduler's next try.
      if (!lapsed.accepted) await races.run(1, id, (lot, now) => lapseOffer(lot, { offerId }, now))
      if (!accepted.accepted) expect(accepted.code).toBe('offer_closed')
      const ending = (await races.typesIn(id)).filter((type) => type.startsWith('offer.') || type === 'auction.sold')
      expect(ending.slice(1)).toEqual(accepted.accepted ? ['offer.accepted', 'auction.sold'] : ['offer.lapsed'])
      oneOfferIsOpen(await houses.log(id))
      races.won(accepted.accepted ? 'acceptance' : 'lapse')
    }
    races.expectBoth('acceptance', 'lapse')
  })
})
