import { describe, expect, it } from '@jest/globals'
import { raiseBid } from './raiseBid.ts'
import {
  bid,
  bidId,
  bob,
  carol,
  command,
  dave,
  duringMs,
  endMs,
  given,
  listed,
  nobody,
  opened,
  play,
} from './scenario.fixture.ts'

const lot = given(listed(), opened, bid(bob, 5_000, 1), bid(carol, 6_000, 2))
const raise = (bidder: typeof bob, amount: number) => raiseBid(lot, command({ bidder, amount }), duringMs, nobody)

describe('raising a bid', () => {
  it.each([
    ['of one who was outbid', bob],
    ['of the leader', carol],
  ])('%s places a higher one', (_whose, bidder) => {
    expect(raise(bidder, 7_000)).toMatchObject({ accepted: true, answer: { outcome: 'leading', price: 7_000 } })
  })

  it('never lowers: what is not above the price is refused', () => {
    expect(raise(bob, 5_500)).toMatchObject({ refusal: { code: 'low_bid', minimumBid: 6_001 } })
    expect(raise(carol, 6_000)).toMatchObject({ refusal: { code: 'already_leading' } })
    expect(raise(carol, 5_900)).toMatchObject({ refusal: { code: 'already_leading' } })
  })

  it('needs a bid of his own', () => {
    const none = { accepted: false, refusal: { code: 'not_found', what: 'bid' } }
    expect(raise(dave, 7_000)).toEqual(none)
    expect(raiseBid(given(listed(), opened), command({ bidder: bob }), duringMs, nobody)).toEqual(none)
  })

  it('needs one that counts', () => {
    const retracted = {
      type: 'bid.retracted' as const,
      data: {
        bidIds: [bidId(2)],
        bidder: carol,
        by: 'bidder' as const,
        reason: 'a slip',
        price: 5_000,
        leader: { bidder: bob, bidId: bidId(1) },
      },
    }
    const left = given(listed(), opened, bid(bob, 5_000, 1), bid(carol, 6_000, 2), retracted)
    expect(raiseBid(left, command({ bidder: carol, amount: 7_000 }), duringMs, nobody)).toMatchObject({
      refusal: { code: 'not_found', what: 'bid' },
    })
  })

  it('twice is twice a bid: the second is as low as any other', () => {
    const once = play(lot, [[bob, 'exact', 7_000]]).lot
    expect(raiseBid(once, command({ bidder: bob, amount: 7_000 }), duringMs, nobody)).toMatchObject({
      refusal: { code: 'already_leading' },
    })
  })

  it('is for a lot that is there and open', () => {
    expect(raiseBid(null, command(), duringMs, nobody)).toMatchObject({ refusal: { code: 'not_found', what: 'lot' } })
    expect(raiseBid(lot, command({ bidder: bob, amount: 7_000 }), endMs, nobody)).toMatchObject({
      refusal: { code: 'already_ended' },
    })
  })
})
