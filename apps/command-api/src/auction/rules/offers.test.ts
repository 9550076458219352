import { describe, expect, it } from '@jest/globals'
import type { Auction } from './auction.ts'
import { closeAuction } from './closeAuction.ts'
import { failSale } from './failSale.ts'
import { acceptOffer, declineOffer, lapseOffer, type MakeOffer, makeOffer } from './offers.ts'
import { retractBid } from './retractBid.ts'
import {
  alice,
  bidId,
  bob,
  carol,
  dave,
  duringMs,
  endMs,
  nobody,
  openLot,
  play,
  then,
  typesOf,
} from './scenario.fixture.ts'

const dayMs = 86_400_000
const terms = { increments: [{ from: 0, step: 100 }] }
const closedAfter = (...[lot, bids]: Parameters<typeof play>): Auction => {
  const played = play(lot, bids).lot
  return then(played, closeAuction(played, endMs), endMs)
}
const unsold = closedAfter(openLot({ ...terms, reservePrice: 50_000 }), [
  [bob, 'max', 9_000],
  [carol, 'max', 3_000],
])
const sold = closedAfter(openLot(terms), [
  [dave, 'max', 2_500],
  [carol, 'max', 3_000],
  [bob, 'max', 9_000],
])
const decline = { reason: 'declined' as const, by: { id: bob.id, isAdministrator: false } }
const failed = then(sold, failSale(sold, decline, endMs))

const offer: MakeOffer = { offerId: bidId(500), by: alice.id, paddleNumber: null, expiresInMs: dayMs }
const make = (lot: Auction, changes: Partial<MakeOffer> = {}, nowMs = endMs) =>
  makeOffer(lot, { ...offer, ...changes }, nowMs, nobody)

describe('an offer', () => {
  it('of an unsold lot goes to the highest bidder, at the price', () => {
    expect(make(unsold)).toMatchObject({
      facts: [{ type: 'offer.made', data: { kind: 'below_reserve', to: bob, price: 3_100 } }],
    })
    expect(make(unsold, { paddleNumber: carol.paddleNumber })).toMatchObject({ refusal: { code: 'no_offer_possible' } })
  })

  it('after a sale that failed goes to the best underbidder, at the most that he bid', () => {
    expect(make(failed)).toMatchObject({
      answer: { kind: 'second_chance', price: 3_000 },
      facts: [{ data: { to: carol } }],
    })
    expect(make(failed, { paddleNumber: dave.paddleNumber })).toMatchObject({ answer: { price: 2_500 } })
    expect(make(failed, { paddleNumber: bob.paddleNumber })).toMatchObject({ refusal: { code: 'no_offer_possible' } })
  })

  it('goes to nobody whom the seller has blocked, and to nobody twice', () => {
    const blocked = new Set([carol.paddleNumber])
    expect(makeOffer(failed, offer, endMs, blocked)).toMatchObject({ facts: [{ data: { to: dave } }] })
    const made = then(failed, make(failed), endMs)
    const declined = then(made, declineOffer(made, { offerId: offer.offerId, by: carol.id }, endMs), endMs)
    expect(make(declined, { offerId: bidId(501) })).toMatchObject({ facts: [{ data: { to: dave } }] })
  })

  it.each([
    ['by others than the seller', failed, { by: bob.id }, 'forbidden'],
    ['while the sale stands', sold, {}, 'no_offer_possible'],
    ['while the lot is open', play(openLot(terms), [[bob, 'max', 9_000]]).lot, {}, 'no_offer_possible'],
    ['while another is open', then(failed, make(failed), endMs), {}, 'offer_open'],
    ['of no lot', null, {}, 'not_found'],
  ])('is refused %s', (_, lot, changes, code) => {
    expect(make(lot, changes)).toMatchObject({ refusal: { code } })
  })

  it('takes the place of one whose time is up, though the scheduler has not come by', () => {
    const made = then(failed, make(failed), endMs)
    expect(typesOf(make(made, { offerId: bidId(501) }, endMs + dayMs))).toEqual(['offer.lapsed', 'offer.made'])
  })
})

describe('a maximum that nobody tested', () => {
  it('is neither told nor charged when somebody else bought at once and declined', () => {
    const bought = play(openLot({ ...terms, buyNowPrice: 100_000 }), [
      [bob, 'max', 77_777],
      [carol, 'exact', 100_000],
    ]).lot
    const by = { id: carol.id, isAdministrator: false }
    const free = then(bought, failSale(bought, { reason: 'declined', by }, endMs))
    expect(make(free)).toMatchObject({ facts: [{ data: { to: bob, price: 1_000 } }] })
  })
})

describe('an open offer', () => {
  const open = then(failed, make(failed), endMs)
  const answer = { offerId: offer.offerId, by: carol.id }

  it('is a sale when it is accepted, at its price, once', () => {
    const verdict = acceptOffer(open, answer, endMs + dayMs - 1)
    expect(typesOf(verdict)).toEqual(['offer.accepted', 'auction.sold'])
    expect(verdict).toMatchObject({
      facts: [{}, { data: { saleId: offer.offerId, via: 'offer', buyer: carol, price: 3_000 } }],
    })
    const again = then(open, verdict, endMs)
    expect(again).toMatchObject({ sale: { buyer: carol, price: 3_000, failed: false }, offer: null })
    expect(acceptOffer(again, answer, endMs)).toMatchObject({ refusal: { code: 'offer_closed' } })
  })

  it.each([
    ['at its deadline', answer, endMs + dayMs, 'offer_closed'],
    ['by another', { ...answer, by: dave.id }, endMs, 'forbidden'],
    ['by another id', { ...answer, offerId: bidId(502) }, endMs, 'offer_closed'],
  ])('is not to be accepted, nor declined, %s', (_, by, nowMs, code) => {
    expect(acceptOffer(open, by, nowMs)).toMatchObject({ refusal: { code } })
    expect(declineOffer(open, by, nowMs)).toMatchObject({ refusal: { code } })
  })

  it('lapses from its deadline on, once', () => {
    expect(lapseOffer(open, answer, endMs + dayMs - 1)).toMatchObject({ refusal: { code: 'not_due' } })
    const verdict = lapseOffer(open, answer, endMs + dayMs)
    expect(verdict).toMatchObject({ facts: [{ type: 'offer.lapsed', data: { reason: 'expired' } }] })
    expect(typesOf(lapseOffer(then(open, verdict, endMs), answer, endMs + dayMs))).toEqual([])
    expect(typesOf(lapseOffer(open, { offerId: bidId(502) }, endMs + dayMs))).toEqual([])
  })
})

describe('an offer after a retraction', () => {
  it.each([
    ['is not for whom no bid is left', [[bob, 'max', 9_000]], 0, { to: carol, price: 3_000 }],
    [
      'goes as far as the bids that stay',
      [
        [bob, 'max', 4_000],
        [bob, 'max', 9_000],
      ],
      1,
      { to: bob, price: 4_000 },
    ],
  ] as const)('%s', (_, bobs, retracted, expected) => {
    const { lot, commands } = play(openLot(terms), [...bobs, [carol, 'exact', 3_000], [dave, 'exact', 5_000]])
    const command = { bidId: commands[retracted]?.bidId ?? '', by: { id: bob.id, isAdministrator: false }, reason: 'x' }
    const won = closedAfter(then(lot, retractBid(lot, command, duringMs)), [])
    const declined = { reason: 'declined' as const, by: { id: dave.id, isAdministrator: false } }
    expect(make(then(won, failSale(won, declined, endMs), endMs))).toMatchObject({ facts: [{ data: expected }] })
  })
})
