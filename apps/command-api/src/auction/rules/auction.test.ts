import type { AuctionFact } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { type Auction, evolve, noAuction } from './auction.ts'
import { closeAuction } from './closeAuction.ts'
import { failSale } from './failSale.ts'
import { acceptOffer, makeOffer } from './offers.ts'
import { placeBid } from './placeBid.ts'
import { retractBid } from './retractBid.ts'
import {
  alice,
  bid,
  bidId,
  bob,
  carol,
  command,
  endMs,
  given,
  listed,
  nobody,
  opened,
  usualSoftClose,
} from './scenario.fixture.ts'
import type { Verdict } from './verdict.ts'

const lateMs = endMs - 1_000
const bidOf = (amount: number, bidder = bob) => command({ bidder, type: 'max', amount })
const [first, second, slip] = [bidOf(5_000), bidOf(3_000, carol), bidOf(9_000, carol)]
const offerId = bidId(600)

/** A life with everything in it. */
const life: readonly (readonly [number, (lot: Auction) => Verdict<unknown, unknown>])[] = [
  [lateMs, (lot) => placeBid(lot, first, lateMs, nobody)],
  [lateMs, (lot) => placeBid(lot, second, lateMs, nobody)],
  [lateMs, (lot) => placeBid(lot, slip, lateMs, nobody)],
  [
    lateMs,
    (lot) =>
      retractBid(lot, { bidId: slip.bidId, by: { id: carol.id, isAdministrator: false }, reason: 'a slip' }, lateMs),
  ],
  [endMs + 200_000, (lot) => closeAuction(lot, endMs + 200_000)],
  [endMs, (lot) => failSale(lot, { reason: 'declined', by: { id: bob.id, isAdministrator: false } }, endMs)],
  [endMs, (lot) => makeOffer(lot, { offerId, by: alice.id, paddleNumber: null, expiresInMs: 60_000 }, endMs, nobody)],
  [endMs, (lot) => acceptOffer(lot, { offerId, by: carol.id }, endMs)],
]

type Logged = { fact: AuctionFact; atMs: number }
const replayed = (log: readonly Logged[]): Auction =>
  log.reduce<Auction>((lot, { fact, atMs }) => evolve(lot, fact, atMs), noAuction)

describe('the log', () => {
  it('tells the whole state, as it is written and read again', () => {
    const log: Logged[] = [listed({ softClose: usualSoftClose }), opened].map((fact) => ({ fact, atMs: 0 }))
    for (const [atMs, decide] of life) {
      const before = replayed(log)
      const verdict = decide(before)
      if (!verdict.accepted) throw new Error(JSON.stringify(verdict.refusal))
      const kept = structuredClone(before)
      log.push(...verdict.facts.map((fact) => ({ fact, atMs })))
      expect(replayed(JSON.parse(JSON.stringify(log)))).toEqual(replayed(log))
      expect(before).toEqual(kept)
    }
    expect(replayed(log)).toMatchObject({
      status: 'completed',
      price: 3_001,
      sale: { saleId: offerId, buyer: carol, price: 3_000, failed: false },
      extensions: 1,
    })
  })

  it('of before there were sales tells who bought, without one of them', () => {
    const sold: AuctionFact = {
      type: 'auction.closed',
      data: { outcome: 'sold', winner: bob, bidId: bidId(1), price: 5_000 },
    }
    expect(given(listed(), opened, bid(bob, 5_000), sold)).toMatchObject({ sale: { buyer: bob, price: 5_000 } })
  })

  it.each<[string, readonly AuctionFact[], string]>([
    ['a lot listed twice', [listed(), listed()], 'listed once'],
    ['a bid on nothing', [bid(bob, 5_000)], 'before auction.listed'],
    ['an accepted offer that was not made', [listed(), { type: 'offer.accepted', data: { offerId } }], 'not made'],
    [
      'a retraction that leaves a leader without a bid',
      [
        listed(),
        bid(bob, 5_000),
        {
          type: 'bid.retracted',
          data: {
            bidIds: [bidId(1)],
            bidder: bob,
            by: 'bidder',
            reason: 'x',
            price: 5_000,
            leader: { bidder: bob, bidId: bidId(1) },
          },
        },
      ],
      'no bid',
    ],
  ])('is broken by %s', (_, facts, message) => {
    expect(() => given(...facts)).toThrow(message)
  })
})
