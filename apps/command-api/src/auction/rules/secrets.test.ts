import { describe, expect, it } from '@jest/globals'
import { buyNow } from './buyNow.ts'
import { cancelAuction } from './cancelAuction.ts'
import { closeAuction } from './closeAuction.ts'
import { makeOffer } from './offers.ts'
import { placeBid } from './placeBid.ts'
import { retractBid } from './retractBid.ts'
import { reviseAuction } from './reviseAuction.ts'
import { alice, bidId, bob, carol, command, dave, duringMs, endMs, nobody, openLot, play } from './scenario.fixture.ts'
import type { Verdict } from './verdict.ts'

const maximum = 8_765_432
const reservePrice = 9_876_543
const limits = { lengthMinSec: 60, lengthMaxSec: 86_400, aheadMaxSec: 86_400 }
const terms = { increments: [{ from: 0, step: 100 }], reservePrice, buyNowPrice: 99_000_000 }
/** Bob leads by far; carol has been beaten at once. */
const { lot, commands } = play(openLot(terms), [
  [bob, 'max', maximum],
  [carol, 'exact', 5_000],
])
const by = { id: carol.id, isAdministrator: false }
const bids = (changes: Parameters<typeof command>[0], blocked = nobody) =>
  placeBid(lot, command({ bidder: dave, ...changes }), duringMs, blocked)

/** All that goes back to whoever sent the command. */
const told = <Answer, Reason>(verdict: Verdict<Answer, Reason>): string =>
  JSON.stringify(verdict.accepted ? verdict.answer : verdict.refusal)

describe('another’s maximum and the reserve', () => {
  it.each<[string, Verdict<unknown, unknown>]>([
    ['a bid too low', bids({ amount: 1 })],
    ['a bid beaten at once', bids({ amount: 8_000_000 })],
    ['a maximum beaten at once', bids({ type: 'max', amount: 8_000_000 })],
    ['a slip of the finger', bids({ amount: 50_000_000, confirm: false })],
    ['another currency', bids({ currency: 'USD' })],
    ['a blocked bidder', bids({}, new Set([dave.paddleNumber]))],
    ['the seller', bids({ bidder: { id: alice.id, paddleNumber: 101 } })],
    ['the leader himself, too low', bids({ bidder: bob, type: 'max', amount: 6_000 })],
    ['a purchase by the seller', buyNow(lot, { bidId: bidId(1), buyer: alice }, duringMs, nobody)],
    ['a purchase', buyNow(lot, { bidId: bidId(1), buyer: dave }, duringMs, nobody)],
    ['a retraction', retractBid(lot, { bidId: commands[1]?.bidId ?? '', by, reason: 'x' }, duringMs)],
    ['a retraction of another’s bid', retractBid(lot, { bidId: commands[0]?.bidId ?? '', by, reason: 'x' }, duringMs)],
    ['a cancellation', cancelAuction(lot, { by: { ...by, id: alice.id }, reason: null }, duringMs)],
    ['a revision', reviseAuction(lot, { by: alice.id, changes: { title: 'x' }, limits }, duringMs)],
    ['an early close', closeAuction(lot, duringMs)],
    [
      'an offer',
      makeOffer(lot, { offerId: bidId(2), by: alice.id, paddleNumber: null, expiresInMs: 1 }, endMs, nobody),
    ],
  ])('are not told to %s', (_, verdict) => {
    expect(told(verdict)).not.toContain(String(maximum))
    expect(told(verdict)).not.toContain(String(reservePrice))
  })

  it('are not in what the list shows: amounts and prices', () => {
    const verdict = bids({ type: 'max', amount: 8_000_000 })
    const shown = verdict.accepted ? verdict.facts.map(({ data }) => ({ ...data, maximum: undefined })) : []
    expect(shown).toHaveLength(2)
    expect(JSON.stringify(shown)).not.toContain(String(maximum))
    expect(JSON.stringify(shown)).not.toContain(String(reservePrice))
  })

  it('are the same silence twice: the answer does not depend on how far the leader goes', () => {
    const further = play(openLot(terms), [
      [bob, 'max', 9_000_000],
      [carol, 'exact', 5_000],
    ]).lot
    const same = command({ bidder: dave, amount: 7_000_000 })
    expect(told(placeBid(lot, same, duringMs, nobody))).toBe(told(placeBid(further, same, duringMs, nobody)))
  })
})
