import type { SoftClose } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import { closeAuction } from './closeAuction.ts'
import { placeBid } from './placeBid.ts'
import { bob, carol, command, endMs, nobody, openLot, play, then, typesOf, usualSoftClose } from './scenario.fixture.ts'

const lotWith = (changes: Partial<SoftClose> = {}) => openLot({ softClose: { ...usualSoftClose, ...changes } })

/** How far a bid at `beforeEndMs` before the end moves it, in ms. */
function movedBy(changes: Partial<SoftClose>, beforeEndMs: number): number {
  const { lot } = play(lotWith(changes), [[bob, 'exact', 5_000]], endMs - beforeEndMs)
  return (lot?.endsAtMs ?? Number.NaN) - endMs
}

describe('a bid near the end', () => {
  it.each([
    ['before the window: nothing', {}, 120_001, 0],
    ['as the window begins: from the bid', {}, 120_000, 0],
    ['in the window: from the bid', {}, 100_000, 20_000],
    ['in the last millisecond', {}, 1, 119_999],
    ['added to the end', { mode: 'add_to_end' }, 100_000, 120_000],
    ['a window of its own', { windowSec: 10, extendSec: 30 }, 10_001, 0],
    ['a window of its own, hit', { windowSec: 10, extendSec: 30 }, 10_000, 20_000],
    ['a shorter extension than what is left', { extendSec: 10 }, 100_000, 0],
    ['up to a hard end', { hardEndAt: new Date(endMs + 5_000).toISOString() }, 1, 5_000],
    ['not past a hard end that is the end', { hardEndAt: new Date(endMs).toISOString() }, 1, 0],
  ] as const)('%s', (_, changes, beforeEndMs, expected) => {
    expect(movedBy(changes, beforeEndMs)).toBe(expected)
  })

  it('does nothing when soft close is off', () => {
    const { lot } = play(openLot(), [[bob, 'exact', 5_000]], endMs - 1)
    expect(lot?.endsAtMs).toBe(endMs)
  })

  it('says where the end is now', () => {
    const { answers } = play(lotWith(), [[bob, 'exact', 5_000]], endMs - 1)
    expect(answers[0]?.endsAt).toBe(new Date(endMs + 119_999).toISOString())
  })
})

describe('extensions', () => {
  it('follow one another, counted, each from the end in force', () => {
    const once = play(lotWith({ mode: 'add_to_end' }), [[bob, 'exact', 5_000]], endMs - 1)
    const twice = play(once.lot, [[carol, 'exact', 6_000]], endMs + 60_000)
    expect(once.lot).toMatchObject({ extensions: 1, endsAtMs: endMs + 120_000 })
    expect(twice.lot).toMatchObject({ extensions: 2, endsAtMs: endMs + 240_000 })
  })

  it('are as many as the lot allows', () => {
    const once = play(lotWith({ maxExtensions: 1 }), [[bob, 'exact', 5_000]], endMs - 1)
    const twice = play(once.lot, [[carol, 'exact', 6_000]], endMs + 100_000)
    expect(twice.lot).toMatchObject({ extensions: 1, endsAtMs: once.lot?.endsAtMs })
  })

  it.each([
    ['a first bid', [], bob, 1],
    ['another leader', [[bob, 'exact', 5_000]], carol, 2],
    ['the leader himself', [[carol, 'exact', 5_000]], carol, 1],
    ['a challenger who is beaten at once', [[bob, 'max', 50_000]], carol, 1],
  ] as const)('only by a change of leader: %s', (_, before, bidder, extensions) => {
    const lot = play(lotWith({ trigger: 'leader_change' }), before, endMs - 1).lot
    expect(play(lot, [[bidder, 'exact', 9_000]], endMs + 100_000 * before.length - 1).lot).toMatchObject({ extensions })
  })

  it('come from a beaten challenger too, when any bid counts', () => {
    const lot = play(lotWith(), [[bob, 'max', 50_000]], endMs - 200_000).lot
    expect(play(lot, [[carol, 'exact', 9_000]], endMs - 1).lot).toMatchObject({ extensions: 1 })
  })
})

describe('what never extends', () => {
  it('is a refused bid, however often it comes', () => {
    const lot = play(lotWith(), [[bob, 'exact', 5_000]], endMs - 200_000).lot
    for (const amount of [5_000, 1, 4_999]) {
      const verdict = placeBid(lot, command({ bidder: carol, amount }), endMs - 1, nobody)
      expect(verdict.accepted).toBe(false)
    }
    expect(typesOf(closeAuction(lot, endMs))).toEqual(['auction.closed', 'auction.sold'])
  })

  it('is a purchase by a bid', () => {
    const lot = openLot({ softClose: usualSoftClose, buyNowPrice: 9_000 })
    const verdict = placeBid(lot, command({ amount: 9_000 }), endMs - 1, nobody)
    expect(typesOf(verdict)).toEqual(['auction.bought_now', 'auction.sold'])
    expect(then(lot, verdict)?.endsAtMs).toBe(endMs)
  })
})
