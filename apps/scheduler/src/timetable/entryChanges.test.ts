import { describe, expect, it } from '@jest/globals'
import { atSecond, lot } from '../../test/lots.ts'
import { foldChanges } from './entryChanges.ts'

describe('foldChanges', () => {
  it('puts a listed lot on the timetable twice', () => {
    const { auctionId: streamId, listed } = lot({ startsAt: atSecond(10), endsAt: atSecond(70) })
    expect(foldChanges([listed])).toEqual([
      { streamId, kind: 'open', done: false, version: 1, dueAt: atSecond(10) },
      { streamId, kind: 'close', done: false, version: 1, dueAt: atSecond(70) },
    ])
  })

  it('has nothing to say about bids', () => {
    expect(foldChanges([lot().bid(3)])).toEqual([])
  })

  it('writes at most one change for each entry, whatever happened in the batch', () => {
    const first = lot()
    const second = lot()
    const done = (streamId: string) => [
      { streamId, kind: 'open', done: true },
      { streamId, kind: 'close', done: true },
    ]
    const batch = [first.listed, second.listed, first.opened(2), first.bid(3), second.boughtNow(2), first.closed(4)]
    expect(foldChanges(batch)).toEqual([...done(first.auctionId), ...done(second.auctionId)])
  })

  it('gives the same in any order', () => {
    const { listed, relisted, opened } = lot()
    const moved = relisted(3, atSecond(500))
    const inOrder = foldChanges([listed, opened(2), moved])
    for (const batch of [
      [moved, opened(2), listed],
      [opened(2), moved, listed, moved],
    ]) {
      expect(new Set(foldChanges(batch))).toEqual(new Set(inOrder))
    }
    expect(inOrder).toContainEqual(expect.objectContaining({ kind: 'close', version: 3, dueAt: atSecond(500) }))
  })
})
