import { describe, expect, it } from '@jest/globals'
import { type BlockListsOptions, createBlockLists } from './blockLists.ts'

const leaseMs = 1_000

/** Block lists on a clock that the test turns, and reads that end when the test says so. */
function turned(options: Partial<BlockListsOptions> = {}) {
  const clock = { nowMs: 5_000 }
  const reads: { sellerId: string; answer(...blocked: readonly number[]): void; fail(error: Error): void }[] = []
  const lists = createBlockLists({
    leaseMs,
    now: () => clock.nowMs,
    load: (sellerId) =>
      new Promise((resolve, reject) => {
        reads.push({ sellerId, answer: (...blocked) => resolve(new Set(blocked)), fail: reject })
      }),
    ...options,
  })
  const last = () => {
    const read = reads.at(-1)
    if (read === undefined) throw new Error('nothing was read')
    return read
  }
  const read = async (sellerId: string, ...blocked: readonly number[]) => {
    const refreshed = lists.refresh(sellerId)
    last().answer(...blocked)
    await refreshed
  }
  return { clock, reads, last, read, lists }
}

describe('a lease on a block list', () => {
  it('knows nothing before a read', async () => {
    const { lists, read, reads } = turned()
    expect(lists.peek('alice')).toBeUndefined()
    expect(reads).toHaveLength(0)
    await read('alice', 7)
    expect(lists.peek('alice')).toEqual(new Set([7]))
    expect(lists.peek('bob')).toBeUndefined()
  })

  it('runs from when the read began, not from when it ended', async () => {
    const { clock, lists, last } = turned()
    const refreshed = lists.refresh('alice')
    clock.nowMs += 400
    last().answer(7)
    await refreshed
    clock.nowMs += leaseMs - 401
    expect(lists.peek('alice')).toEqual(new Set([7]))
    clock.nowMs += 1
    expect(lists.peek('alice')).toBeUndefined()
  })

  it('gives nothing of a read that took longer than the lease', async () => {
    const { clock, lists, last } = turned()
    const refreshed = lists.refresh('alice')
    clock.nowMs += leaseMs
    last().answer(7)
    await refreshed
    expect(lists.peek('alice')).toBeUndefined()
  })

  it('is read once for all who ask at the same time, and for each seller by himself', async () => {
    const { lists, reads } = turned()
    const refreshes = [lists.refresh('alice'), lists.refresh('alice'), lists.refresh('bob')]
    expect(reads.map(({ sellerId }) => sellerId)).toEqual(['alice', 'bob'])
    for (const { answer } of reads) answer(1)
    await Promise.all(refreshes)
    expect(lists.peek('alice')).toEqual(new Set([1]))
    expect(lists.peek('bob')).toEqual(new Set([1]))
  })

  it('is renewed in the background from its half on, once', async () => {
    const { clock, lists, read, reads, last } = turned()
    await read('alice', 7)
    clock.nowMs += leaseMs / 2 - 1
    lists.peek('alice')
    expect(reads).toHaveLength(1)
    clock.nowMs += 1
    expect([lists.peek('alice'), lists.peek('alice')]).toEqual([new Set([7]), new Set([7])])
    expect(reads).toHaveLength(2)
    last().answer(7, 8)
    await lists.refresh('alice')
    expect(reads).toHaveLength(2)
    clock.nowMs += leaseMs - 1
    expect(lists.peek('alice')).toEqual(new Set([7, 8]))
  })

  it('stays as it is when a read fails, and tells who waits for one', async () => {
    const { clock, lists, read, last, reads } = turned()
    await read('alice', 7)
    clock.nowMs += leaseMs / 2
    lists.peek('alice')
    const joined = lists.refresh('alice')
    last().fail(new Error('away'))
    await expect(joined).rejects.toThrow('away')
    expect(lists.peek('alice')).toEqual(new Set([7]))
    expect(reads).toHaveLength(3)
    last().fail(new Error('away, unheard'))
    await expect(lists.refresh('alice')).rejects.toThrow('unheard')
    await read('alice', 9)
    expect(lists.peek('alice')).toEqual(new Set([9]))
  })

  it('is forgotten with the read that is under way', async () => {
    const { lists, read, last, reads } = turned()
    await read('alice', 1)
    const older = lists.refresh('alice')
    const olderRead = last()
    lists.forget('alice')
    expect(lists.peek('alice')).toBeUndefined()
    const newer = lists.refresh('alice')
    expect(reads).toHaveLength(3)
    last().answer(2)
    await newer
    olderRead.answer(1)
    await older
    expect(lists.peek('alice')).toEqual(new Set([2]))
  })

  it('is kept for so many sellers only, the least asked for going first', async () => {
    const { lists, read } = turned({ sellersMax: 2 })
    await read('alice', 1)
    await read('bob', 2)
    lists.peek('alice')
    await read('carol', 3)
    expect([lists.peek('alice'), lists.peek('bob'), lists.peek('carol')]).toEqual([
      new Set([1]),
      undefined,
      new Set([3]),
    ])
  })

  it('has run out for all once it is settled', async () => {
    const lists = createBlockLists({ leaseMs: 60, load: async () => new Set([7]) })
    for (let round = 0; round < 10; round += 1) {
      await lists.refresh('alice')
      await lists.settled()
      expect(lists.peek('alice')).toBeUndefined()
    }
  })
})
