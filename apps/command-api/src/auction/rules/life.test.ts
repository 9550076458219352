import { describe, expect, it } from '@jest/globals'
import { buyNow } from './buyNow.ts'
import { closeAuction } from './closeAuction.ts'
import { openAuction } from './openAuction.ts'
import {
  bid,
  bidId,
  bob,
  carol,
  duringMs,
  endMs,
  given,
  listed,
  nobody,
  opened,
  openLot,
  play,
  startMs,
  then,
  typesOf,
  usualSoftClose,
} from './scenario.fixture.ts'

describe('opening', () => {
  it('happens from startsAt on', () => {
    expect(openAuction(given(listed()), startMs - 1)).toMatchObject({ refusal: { code: 'not_due' } })
    expect(typesOf(openAuction(given(listed()), startMs))).toEqual(['auction.opened'])
  })

  it('twice, or after the end of all, does nothing more', () => {
    const open = given(listed(), opened)
    expect(typesOf(openAuction(open, duringMs))).toEqual([])
    expect(typesOf(openAuction(then(open, closeAuction(open, endMs)), endMs))).toEqual([])
  })

  it('needs a lot', () => {
    expect(openAuction(given(), startMs)).toMatchObject({ refusal: { code: 'not_found' } })
  })
})

describe('closing', () => {
  it('before the end is refused', () => {
    expect(closeAuction(given(listed(), opened), endMs - 1)).toMatchObject({ refusal: { code: 'not_due' } })
  })

  it('sells to the leader at the price', () => {
    const lot = given(listed(), opened, bid(bob, 5_000, 1), bid(carol, 6_000, 2))
    expect(closeAuction(lot, endMs)).toMatchObject({
      facts: [
        { type: 'auction.closed', data: { outcome: 'sold', winner: carol, bidId: bidId(2), price: 6_000 } },
        {
          type: 'auction.sold',
          data: { saleId: bidId(2), via: 'hammer', buyer: carol, price: 6_000, currency: 'KRW' },
        },
      ],
    })
  })

  it('without a bid says so', () => {
    expect(closeAuction(given(listed(), opened), endMs)).toMatchObject({ facts: [{ data: { outcome: 'no_bids' } }] })
  })

  it('of a lot that nobody opened opens it first', () => {
    expect(typesOf(closeAuction(given(listed()), endMs))).toEqual(['auction.opened', 'auction.closed'])
  })

  it('below the reserve sells to nobody, and names the highest bidder', () => {
    const { lot } = play(openLot({ reservePrice: 9_000 }), [
      [bob, 'max', 8_999],
      [carol, 'exact', 5_000],
    ])
    const verdict = closeAuction(lot, endMs)
    expect(typesOf(verdict)).toEqual(['auction.closed'])
    expect(verdict).toMatchObject({
      facts: [{ data: { outcome: 'reserve_not_met', highestBidder: bob, price: 5_001 } }],
    })
  })

  it.each([
    ['sold at the reserve itself', [[bob, 'max', 9_000]], 'sold', 9_000],
    ['sold above it', [[bob, 'exact', 9_500]], 'sold', 9_500],
  ] as const)('with a reserve is %s', (_, bids, outcome, price) => {
    const { lot } = play(openLot({ reservePrice: 9_000 }), bids)
    expect(closeAuction(lot, endMs)).toMatchObject({ facts: [{ data: { outcome, price } }, {}] })
  })

  it('waits for the end that a bid has moved', () => {
    const soft = openLot({ softClose: usualSoftClose })
    const { lot } = play(soft, [[bob, 'exact', 5_000]], endMs - 1)
    expect(closeAuction(lot, endMs)).toMatchObject({ refusal: { code: 'not_due' } })
    expect(closeAuction(lot, endMs - 1 + 119_999)).toMatchObject({ refusal: { code: 'not_due' } })
    expect(closeAuction(lot, endMs - 1 + 120_000).accepted).toBe(true)
  })

  it('twice, or after a purchase, does nothing more', () => {
    const lot = given(listed({ buyNowPrice: 9_000 }), opened)
    const closed = then(lot, closeAuction(lot, endMs))
    expect(typesOf(closeAuction(closed, endMs))).toEqual([])
    const bought = then(lot, buyNow(lot, { bidId: bidId(1), buyer: bob }, duringMs, nobody))
    expect(typesOf(closeAuction(bought, endMs))).toEqual([])
  })
})
