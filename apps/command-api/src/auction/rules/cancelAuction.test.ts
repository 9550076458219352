import { describe, expect, it } from '@jest/globals'
import { cancelAuction } from './cancelAuction.ts'
import { closeAuction } from './closeAuction.ts'
import { openAuction } from './openAuction.ts'
import { retractBid } from './retractBid.ts'
import {
  alice,
  bob,
  duringMs,
  endMs,
  given,
  listed,
  openLot,
  play,
  startMs,
  then,
  typesOf,
} from './scenario.fixture.ts'

const seller = { id: alice.id, isAdministrator: false }
const stranger = { id: bob.id, isAdministrator: false }
const administrator = { id: bob.id, isAdministrator: true }
const withBid = play(openLot(), [[bob, 'exact', 5_000]])

describe('cancelling', () => {
  it.each([
    ['by the seller, before it opens', given(listed()), seller, null, startMs - 1],
    ['by the seller, without a bid', openLot(), seller, 'broken', duringMs],
    ['by an administrator, with bids', withBid.lot, administrator, 'stolen', duringMs],
    ['by an administrator, without', openLot(), administrator, 'stolen', duringMs],
  ])('%s', (_, lot, by, reason, nowMs) => {
    const verdict = cancelAuction(lot, { by, reason }, nowMs)
    expect(typesOf(verdict)).toEqual(['auction.cancelled'])
    expect(verdict).toMatchObject({ facts: [{ data: { reason } }] })
  })

  it.each([
    ['to the seller, with bids', withBid.lot, seller, 'x', duringMs, 'has_bids'],
    ['to a stranger', openLot(), stranger, 'x', duringMs, 'forbidden'],
    ['to an administrator who does not say why', withBid.lot, administrator, null, duringMs, 'invalid_input'],
    ['at the end', withBid.lot, administrator, 'x', endMs, 'already_ended'],
    ['of no lot', null, administrator, 'x', duringMs, 'not_found'],
  ])('is refused %s', (_, lot, by, reason, nowMs, code) => {
    expect(cancelAuction(lot, { by, reason }, nowMs)).toMatchObject({ refusal: { code } })
  })

  it('is the seller’s again when no bid is left', () => {
    const [placed] = withBid.commands
    const retraction = { bidId: placed?.bidId ?? '', by: { id: bob.id, isAdministrator: false }, reason: 'a slip' }
    const lot = then(withBid.lot, retractBid(withBid.lot, retraction, duringMs))
    expect(cancelAuction(lot, { by: seller, reason: null }, duringMs).accepted).toBe(true)
  })
})

describe('a cancelled lot', () => {
  const lot = then(openLot(), cancelAuction(openLot(), { by: seller, reason: null }, duringMs))

  it('is cancelled once', () => {
    expect(cancelAuction(lot, { by: seller, reason: null }, duringMs)).toMatchObject({ refusal: { code: 'cancelled' } })
  })

  it('neither opens nor closes', () => {
    const early = given(listed(), { type: 'auction.cancelled', data: { by: 'seller', reason: null } })
    expect(typesOf(openAuction(early, startMs))).toEqual([])
    expect(typesOf(closeAuction(early, endMs))).toEqual([])
    expect(typesOf(closeAuction(lot, endMs))).toEqual([])
  })
})
