import { describe, expect, it } from '@jest/globals'
import { bidsOf } from './bids.ts'
import { placeBid } from './placeBid.ts'
import { retractBid } from './retractBid.ts'
import { alice, bob, carol, command, dave, nobody, openLot, play, startMs, then } from './scenario.fixture.ts'

const hourMs = 3_600_000
/** Steps of 100, open for two days, starts at 1,000. */
const terms = {
  increments: [{ from: 0, step: 100 }],
  endsAt: new Date(startMs + 48 * hourMs).toISOString(),
}
const twoDaysEndMs = startMs + 48 * hourMs
const by = ({ id }: { id: string }, isAdministrator = false) => ({ id, isAdministrator })

describe('while more than 12 hours are left', () => {
  it('all of the bidder’s bids go, and the price is what the others come to', () => {
    const { lot, commands } = play(openLot(terms), [
      [bob, 'exact', 2_000],
      [carol, 'max', 3_000],
      [bob, 'max', 9_000],
      [dave, 'exact', 5_000],
    ])
    const verdict = retractBid(lot, { bidId: commands[0]?.bidId ?? '', by: by(bob), reason: 'changed' }, startMs)
    expect(verdict).toMatchObject({ accepted: true, answer: { price: 5_000, minimumBid: 5_100 } })
    const after = then(lot, verdict)
    expect(after).toMatchObject({ price: 5_000, lead: { bidder: dave, maximum: 5_000 } })
    expect(bidsOf(after?.bids ?? null).map(({ bidder }) => bidder)).toEqual([carol, dave])
  })

  it('with the answers that only they had caused', () => {
    const { lot, commands } = play(openLot(terms), [
      [bob, 'max', 9_000],
      [carol, 'max', 3_000],
      [dave, 'max', 5_000],
    ])
    const carols = commands[1]
    const verdict = retractBid(lot, { bidId: commands[2]?.bidId ?? '', by: by(dave), reason: 'changed' }, startMs)
    expect(verdict).toMatchObject({ answer: { price: 3_100 } })
    const left = bidsOf(then(lot, verdict)?.bids ?? null)
    expect(left.map(({ bidId, auto }) => [bidId, auto])).toEqual([
      [commands[0]?.bidId, false],
      [carols?.bidId, false],
      [carols?.answerId, true],
    ])
  })

  it('of the only bidder leaves the lot as it was listed', () => {
    const { lot, commands } = play(openLot({ ...terms, reservePrice: 5_000 }), [[bob, 'max', 9_000]])
    const verdict = retractBid(lot, { bidId: commands[0]?.bidId ?? '', by: by(bob), reason: 'changed' }, startMs)
    expect(verdict).toMatchObject({ answer: { price: null, minimumBid: 1_000 }, facts: [{ data: { leader: null } }] })
    expect(then(lot, verdict)).toMatchObject({ price: null, lead: null, bids: null })
  })

  it('lifts the price to the reserve again for whoever now leads and goes so far', () => {
    const { lot, commands } = play(openLot({ ...terms, reservePrice: 4_000 }), [
      [bob, 'max', 5_000],
      [carol, 'max', 9_000],
    ])
    const verdict = retractBid(lot, { bidId: commands[1]?.bidId ?? '', by: by(carol), reason: 'changed' }, startMs)
    expect(verdict).toMatchObject({ answer: { price: 4_000 } })
  })
})

describe('near the end', () => {
  const nearMs = twoDaysEndMs - 12 * hourMs
  const { lot, commands } = play(
    openLot(terms),
    [
      [bob, 'exact', 2_000],
      [bob, 'exact', 3_000],
    ],
    nearMs,
  )
  const [first, last] = commands

  it.each([
    ['the last bid, at once', last, 0, true],
    ['the last bid, within an hour', last, hourMs, true],
    ['the last bid, later', last, hourMs + 1, false],
    ['an earlier bid', first, 0, false],
  ])('%s', (_, named, laterMs, accepted) => {
    const command = { bidId: named?.bidId ?? '', by: by(bob), reason: 'a slip' }
    const verdict = retractBid(lot, command, nearMs + laterMs)
    expect(verdict.accepted).toBe(accepted)
    if (accepted) expect(verdict).toMatchObject({ answer: { retracted: [last?.bidId], price: 2_000 } })
    else expect(verdict).toMatchObject({ refusal: { code: 'retraction_closed' } })
  })

  it('an administrator may, at any time and any bid', () => {
    const command = { bidId: first?.bidId ?? '', by: by({ id: alice.id }, true), reason: 'fraud' }
    const verdict = retractBid(lot, command, twoDaysEndMs - 1)
    expect(verdict).toMatchObject({ facts: [{ data: { by: 'administrator', bidder: bob, reason: 'fraud' } }] })
  })

  it('a millisecond earlier all bids go', () => {
    const far = play(openLot(terms), [[bob, 'exact', 2_000]], nearMs - 1)
    const command = { bidId: far.commands[0]?.bidId ?? '', by: by(bob), reason: 'changed' }
    expect(retractBid(far.lot, command, nearMs - 1)).toMatchObject({ answer: { price: null } })
  })
})

describe('a retraction is refused', () => {
  const { lot, commands } = play(openLot(terms), [
    [bob, 'max', 9_000],
    [carol, 'exact', 3_000],
  ])
  const [bobs, carols] = commands

  it.each([
    ['to whom the bid is not', bobs?.bidId, carol, startMs, 'forbidden'],
    ['of a bid that is not there', 'nothing', bob, startMs, 'not_found'],
    ['of an answer of the house', carols?.answerId, bob, startMs, 'not_found'],
    ['at the end', bobs?.bidId, bob, twoDaysEndMs, 'already_ended'],
  ])('%s', (_, bidId, who, nowMs, code) => {
    expect(retractBid(lot, { bidId: bidId ?? '', by: by(who), reason: 'x' }, nowMs)).toMatchObject({
      refusal: { code },
    })
  })

  it('the second time, as the bid is gone', () => {
    const command = { bidId: bobs?.bidId ?? '', by: by(bob), reason: 'changed' }
    const once = then(lot, retractBid(lot, command, startMs))
    expect(retractBid(once, command, startMs)).toMatchObject({ refusal: { code: 'not_found' } })
  })

  it('of no lot', () => {
    expect(retractBid(null, { bidId: '', by: by(bob), reason: 'x' }, startMs)).toMatchObject({
      refusal: { code: 'not_found' },
    })
  })
})

describe('after a retraction', () => {
  it('its bidder may bid again, and a lower bid than before is enough', () => {
    const { lot, commands } = play(openLot(terms), [
      [bob, 'exact', 2_000],
      [carol, 'exact', 50_000],
    ])
    const slip = { bidId: commands[1]?.bidId ?? '', by: by(carol), reason: 'a zero too many' }
    const after = then(lot, retractBid(lot, slip, startMs))
    const again = placeBid(after, command({ bidder: carol, amount: 5_000 }), startMs, nobody)
    expect(again).toMatchObject({ answer: { outcome: 'leading', price: 5_000 } })
  })
})

describe('the answers of the house', () => {
  it('do not outlive the bid they were given for', () => {
    const { lot, commands } = play(openLot(terms), [
      [bob, 'max', 9_000],
      [carol, 'exact', 3_000],
      [dave, 'exact', 5_000],
    ])
    const nearMs = twoDaysEndMs - hourMs
    const retraction = { bidId: commands[0]?.bidId ?? '', by: by(alice, true), reason: 'fraud' }
    const left = bidsOf(then(lot, retractBid(lot, retraction, nearMs))?.bids ?? null)
    expect(left.map(({ bidder }) => bidder)).toEqual([carol, dave])
  })

  it('go with the bid that alone had caused them, also below the price', () => {
    const { lot, commands } = play(openLot(terms), [
      [bob, 'max', 9_000],
      [carol, 'exact', 3_000],
      [dave, 'exact', 5_000],
    ])
    const [, carols] = commands
    const verdict = retractBid(lot, { bidId: carols?.bidId ?? '', by: by(carol), reason: 'changed' }, startMs)
    expect(verdict).toMatchObject({ answer: { retracted: [carols?.bidId, carols?.answerId], price: 5_100 } })
  })

  it('do not go further than the bids that are left to their bidder', () => {
    const nearMs = twoDaysEndMs - hourMs
    const { lot, commands } = play(
      openLot(terms),
      [
        [bob, 'max', 4_000],
        [bob, 'max', 9_000],
        [carol, 'exact', 4_500],
        [dave, 'exact', 8_000],
      ],
      nearMs,
    )
    const slip = { bidId: commands[1]?.bidId ?? '', by: by(bob), reason: 'a slip' }
    const after = then(lot, retractBid(lot, slip, nearMs))
    const left = bidsOf(after?.bids ?? null)
    expect(left.map(({ bidder, amount }) => [bidder, amount])).toEqual([
      [bob, 1_000],
      [carol, 4_500],
      [dave, 8_000],
    ])
  })
})
