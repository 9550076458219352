import { describe, expect, it } from '@jest/globals'
import { atSecond, lot } from '../../test/lots.ts'
import { changesOf, foldChanges, movesTimetable } from './entryChanges.ts'

describe('foldChanges', () => {
  it('puts a listed lot on the timetable twice', () => {
    const { auctionId, listed } = lot({ startsAt: atSecond(10), endsAt: atSecond(70) })
    const entry = { subjectId: auctionId, streamId: auctionId, done: false, version: 1 }
    expect(foldChanges([listed])).toEqual([
      { ...entry, kind: 'open', dueAt: atSecond(10) },
      { ...entry, kind: 'close', dueAt: atSecond(70) },
    ])
  })

  it('puts an offer on it by its own id', () => {
    const { auctionId, offer } = lot()
    const { offerId, made, accepted, lapsed } = offer(atSecond(500))
    const entry = { subjectId: offerId, streamId: auctionId, kind: 'lapse' }
    expect(foldChanges([made(6)])).toEqual([{ ...entry, done: false, version: 6, dueAt: atSecond(500) }])
    for (const answer of [accepted(7), lapsed(7)]) {
      expect(foldChanges([made(6), answer])).toEqual([{ ...entry, done: true }])
    }
  })

  it('has nothing to say about what is skipped unread', () => {
    const { listed, bid, retracted, sold, saleFailed, opened } = lot()
    const skipped = [bid(3), retracted(4), sold(6), saleFailed(7)]
    expect(skipped.filter(({ type }) => movesTimetable(type))).toEqual([])
    expect(skipped.flatMap(changesOf)).toEqual([])
    expect([listed, opened(2)].every(({ type }) => movesTimetable(type))).toBe(true)
    // A message without a type is broken: reading it says so.
    expect(movesTimetable(undefined)).toBe(true)
  })

  it('writes at most one change for each entry, whatever happened in the batch', () => {
    const [first, second, third] = [lot(), lot(), lot()]
    const done = (auctionId: string) => [
      { subjectId: auctionId, streamId: auctionId, kind: 'open', done: true },
      { subjectId: auctionId, streamId: auctionId, kind: 'close', done: true },
    ]
    const batch = [
      ...[first.listed, second.listed, third.listed, first.opened(2), first.bid(3), second.boughtNow(2)],
      ...[first.extended(4, atSecond(90)), third.cancelled(2), first.closed(5)],
    ]
    expect(foldChanges(batch)).toEqual([first, second, third].flatMap(({ auctionId }) => done(auctionId)))
  })

  it('keeps to the newest end, in whatever order it hears of it', () => {
    const { listed, opened, extended, revised } = lot()
    const described = revised(5, { endsAt: atSecond(90) })
    const inOrder = foldChanges([listed, opened(2), extended(4, atSecond(90)), described])
    expect(inOrder).toContainEqual(expect.objectContaining({ kind: 'close', version: 5, dueAt: atSecond(90) }))
    expect(new Set(foldChanges([described, extended(4, atSecond(90)), opened(2), listed]))).toEqual(new Set(inOrder))
  })
})
