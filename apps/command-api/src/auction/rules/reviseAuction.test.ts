import { describe, expect, it } from '@jest/globals'
import { type Changes, reviseAuction } from './reviseAuction.ts'
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
  usualSoftClose,
} from './scenario.fixture.ts'

const limits = { lengthMinSec: 60, lengthMaxSec: 30 * 86_400, aheadMaxSec: 365 * 86_400 }
const revise = (lot: ReturnType<typeof given>, changes: Changes, nowMs: number, by = alice.id) =>
  reviseAuction(lot, { by, changes, limits }, nowMs)

describe('before the lot opens', () => {
  const lot = given(listed({ reservePrice: 5_000, category: 'tools' }))
  const beforeMs = startMs - 1

  it.each<[string, Changes]>([
    ['the words', { title: 'Two gavels', description: 'Oak' }],
    ['the prices', { startingPrice: 2_000, reservePrice: 6_000, buyNowPrice: 9_000 }],
    ['nothing instead of something', { reservePrice: null, category: null }],
    ['the policies', { buyNowPolicy: 'until_first_bid', increments: [{ from: 0, step: 50 }] }],
  ])('%s', (_, changes) => {
    const verdict = revise(lot, changes, beforeMs)
    expect(typesOf(verdict)).toEqual(['auction.revised'])
    expect(then(lot, verdict)?.terms).toMatchObject(changes)
  })

  it('the times, the end in force with them', () => {
    const verdict = revise(lot, { startsAtMs: startMs + 60_000, endsAtMs: endMs + 60_000 }, beforeMs)
    expect(then(lot, verdict)).toMatchObject({ startsAtMs: startMs + 60_000, endsAtMs: endMs + 60_000 })
  })

  it('the same twice is told once', () => {
    const changes = { title: 'Two gavels', reservePrice: null, softClose: null }
    const once = then(lot, revise(lot, changes, beforeMs))
    expect(typesOf(revise(once, changes, beforeMs))).toEqual([])
  })

  it('a start that has come opens it at once', () => {
    expect(typesOf(revise(lot, { startsAtMs: 0 }, beforeMs))).toEqual(['auction.revised', 'auction.opened'])
  })

  it.each([
    ['a buy-now price below the reserve', { buyNowPrice: 4_999 }, 'buyNowPrice'],
    ['a reserve below the start', { startingPrice: 6_000 }, 'reservePrice'],
    ['an end before the start', { endsAtMs: startMs }, 'endsAt'],
    ['a life too long', { endsAtMs: startMs + 31 * 86_400_000 }, 'endsAt'],
  ])('%s is refused', (_, changes, path) => {
    expect(revise(lot, changes, beforeMs)).toMatchObject({ refusal: { code: 'invalid_input', errors: [{ path }] } })
  })
})

describe('once the lot is open', () => {
  it.each([
    ['a longer description', { description: 'Rosewood, with a block' }, true],
    ['the same description', { description: 'Rosewood' }, true],
    ['another description', { description: 'Oak' }, false],
    ['a shorter description', { description: 'Rose' }, false],
    ['anything else', { title: 'Two gavels' }, false],
    ['anything else beside it', { description: 'Rosewood, with a block', reservePrice: null }, false],
  ])('%s', (_, changes, accepted) => {
    const verdict = revise(openLot(), changes, duringMs)
    expect(verdict.accepted).toBe(accepted)
    if (!accepted) expect(verdict).toMatchObject({ refusal: { code: 'already_opened' } })
  })

  it('by the clock, though nobody has opened it yet', () => {
    expect(revise(given(listed()), { title: 'x' }, startMs)).toMatchObject({ refusal: { code: 'already_opened' } })
    const grown = revise(given(listed()), { description: 'Rosewood, too' }, startMs)
    expect(typesOf(grown)).toEqual(['auction.opened', 'auction.revised'])
  })

  it('by its status, though the clock of this instance is behind', () => {
    expect(revise(openLot(), { title: 'x' }, startMs - 1)).toMatchObject({ refusal: { code: 'already_opened' } })
  })

  it('the same twice is told once', () => {
    const grows = { description: 'Rosewood, with a block' }
    const once = then(openLot(), revise(openLot(), grows, duringMs))
    expect(typesOf(revise(once, grows, duringMs))).toEqual([])
  })

  it('the end that a bid has moved stays', () => {
    const { lot } = play(openLot({ softClose: usualSoftClose }), [[bob, 'exact', 5_000]], endMs - 1)
    const verdict = revise(lot, { description: 'Rosewood, with a block' }, endMs)
    expect(then(lot, verdict)?.endsAtMs).toBe(lot?.endsAtMs)
    expect(verdict).toMatchObject({ facts: [{ data: { endsAt: lot?.endsAt } }] })
  })
})

describe('a revision is refused', () => {
  it.each([
    ['to others', openLot(), duringMs, bob.id, 'forbidden'],
    ['at the end', openLot(), endMs, alice.id, 'already_ended'],
    ['of no lot', null, duringMs, alice.id, 'not_found'],
    [
      'of a cancelled lot',
      given(listed(), { type: 'auction.cancelled', data: { by: 'seller', reason: null } }),
      startMs - 1,
      alice.id,
      'cancelled',
    ],
  ])('%s', (_, lot, nowMs, by, code) => {
    expect(revise(lot, { description: 'Rosewood, too' }, nowMs, by)).toMatchObject({ refusal: { code } })
  })
})
