import { describe, expect, it } from '@jest/globals'
import { createSharedRuns } from './sharedRuns.ts'

/** Runs that end when the test likes, each with its number. */
function heldRuns() {
  const ends: PromiseWithResolvers<number>[] = []
  const shared = createSharedRuns<number>()
  return {
    ends,
    want: (key = 'it') =>
      shared(key, () => {
        const end = Promise.withResolvers<number>()
        ends.push(end)
        return end.promise
      }),
  }
}

const settled = () => new Promise((passed) => setImmediate(passed))

describe('shared runs', () => {
  it('give those who come meanwhile the next run, and all of them the same', async () => {
    const { ends, want } = heldRuns()
    const [first, second, third] = [want(), want(), want()]
    expect(ends).toHaveLength(1)
    ends[0]?.resolve(1)
    expect(await first).toBe(1)
    await settled()
    expect(ends).toHaveLength(2)
    // It has begun already: this one is for the run after it.
    const fourth = want()
    ends[1]?.resolve(2)
    expect(await Promise.all([second, third])).toEqual([2, 2])
    await settled()
    ends[2]?.resolve(3)
    expect(await fourth).toBe(3)
    expect(ends).toHaveLength(3)
  })

  it('go on after one that failed', async () => {
    const { ends, want } = heldRuns()
    const outcomes = Promise.allSettled([want(), want()])
    ends[0]?.reject(new Error('away'))
    await settled()
    ends[1]?.resolve(2)
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    const later = want()
    ends[2]?.resolve(3)
    expect(await later).toBe(3)
  })

  it('do not wait for other keys', async () => {
    const { ends, want } = heldRuns()
    void want('it')
    const other = want('other')
    ends[1]?.resolve(2)
    expect(await other).toBe(2)
  })
})
