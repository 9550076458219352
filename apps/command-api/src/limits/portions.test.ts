import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { inPortions } from './portions.ts'
import type { RateLimit } from './rateLimit.ts'

/** Counts as Redis does, and takes as long for each key as the test says. */
function countingLimit(count: number, delayMs: (key: string) => number, resetMs = 60_000) {
  const used = new Map<string, number>()
  let trips = 0
  const limit: RateLimit = {
    async use(key, times = 1) {
      trips += 1
      const now = (used.get(key) ?? 0) + times
      used.set(key, now)
      await sleep(delayMs(key))
      return { limit: count, windowSec: 10, used: now, resetMs }
    },
    forget: async () => {},
  }
  return { limit, trips: () => trips }
}

describe('a limit that is taken in portions', () => {
  it('asks once for a portion, and tells each how far he is', async () => {
    const { limit, trips } = countingLimit(30, () => 0)
    const use = inPortions(limit, 30)
    const remaining: number[] = []
    for (let time = 0; time < 30; time += 1) {
      const { standing, isIn } = await use('a')
      expect(isIn).toBe(true)
      remaining.push(standing.limit - standing.used)
    }
    expect(remaining).toEqual(Array.from({ length: 30 }, (_, time) => 29 - time))
    expect(trips()).toBe(10)
    expect(await use('a')).toMatchObject({ isIn: false, standing: { used: 31 } })
  })

  it('keeps for whoever waits what was asked for him, also when others come while he does', async () => {
    const { limit } = countingLimit(30, (key) => (key === 'slow' ? 40 : 0))
    const use = inPortions(limit, 30)
    await use('first')
    // Both are asked for in one trip; the answer for the quick one is there long before he is told.
    const [quick, slow] = [use('quick'), use('slow')]
    await sleep(15)
    const meanwhile = Array.from({ length: 8 }, () => use('quick'))
    const uses = await Promise.all([quick, slow, ...meanwhile])
    expect(uses.map(({ isIn }) => isIn)).toEqual(uses.map(() => true))
  })

  it('lets nothing of a portion through after its window', async () => {
    const { limit, trips } = countingLimit(100, () => 0, 30)
    const use = inPortions(limit, 100)
    await use('a')
    await sleep(40)
    await use('a')
    expect(trips()).toBe(2)
  })

  it('refuses those who came last of too many', async () => {
    const { limit } = countingLimit(3, () => 1)
    const use = inPortions(limit, 3)
    const uses = await Promise.all(Array.from({ length: 6 }, () => use('a')))
    expect(uses.map(({ isIn }) => isIn)).toEqual([true, true, true, false, false, false])
  })
})
