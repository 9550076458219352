import { describe, expect, it } from '@jest/globals'
import { MessagesRefused } from '../messagesRefused.ts'
import { combine } from './combine.ts'

describe('batches that come together', () => {
  it('are handled as one, each in its order', async () => {
    const handled: (readonly number[])[] = []
    const handle = combine<number>(async (batch) => void handled.push(batch), 100)
    await Promise.all([handle([1, 2]), handle([3]), handle([4, 5])])
    await handle([6])
    expect(handled).toEqual([[1, 2, 3, 4, 5], [6]])
  })

  it('are no more than the largest batch, as far as they are several', async () => {
    const handled: (readonly number[])[] = []
    const handle = combine<number>(async (batch) => void handled.push(batch), 4)
    await Promise.all([handle([1, 2, 3]), handle([4, 5]), handle([6, 7, 8, 9, 10])])
    expect(handled).toEqual([
      [1, 2, 3],
      [4, 5],
      [6, 7, 8, 9, 10],
    ])
  })

  it('go alone when they fail together: the error is told to the one it belongs to', async () => {
    const handled: number[] = []
    const handle = combine<number>(async (batch) => {
      if (batch.includes(13)) throw new Error('unlucky')
      handled.push(...batch)
    }, 100)
    const outcomes = await Promise.allSettled([handle([1]), handle([13]), handle([2])])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(handled.toSorted()).toEqual([1, 2])
  })

  it('are handled once when single ones of them are refused, of which each is told its own', async () => {
    let handled = 0
    const handle = combine<number>(async (batch) => {
      handled += 1
      const refused = batch.flatMap((value, index) => (value > 10 ? [{ index, error: value }] : []))
      throw new MessagesRefused(refused)
    }, 100)
    const outcomes = await Promise.allSettled([handle([1, 11]), handle([2]), handle([12, 3, 13])])
    expect(handled).toBe(1)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
    const told = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.refused : []))
    expect(told).toEqual([
      [{ index: 1, error: 11 }],
      [],
      [
        { index: 0, error: 12 },
        { index: 2, error: 13 },
      ],
    ])
  })

  it('reject with an error that is thrown at once', async () => {
    const handle = combine<number>(() => Promise.reject(new Error('away')), 100)
    await expect(handle([1])).rejects.toThrow('away')
  })
})
