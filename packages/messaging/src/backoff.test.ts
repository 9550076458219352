import { describe, expect, it } from '@jest/globals'
import { backoffMs } from './backoff.ts'

const backoff = { baseMs: 100, capMs: 5_000 }
const almostOne = () => 1 - Number.EPSILON

describe('back-off', () => {
  it('doubles its ceiling with each failed try, up to the cap', () => {
    const ceilings = [1, 2, 3, 6, 7, 50, 2_000].map((attempt) => backoffMs(attempt, backoff, almostOne))
    expect(ceilings).toEqual([99, 199, 399, 3_199, 4_999, 4_999, 4_999])
  })

  it('uses the whole range below the ceiling', () => {
    expect(backoffMs(3, backoff, () => 0)).toBe(0)
    expect(backoffMs(3, backoff, () => 0.5)).toBe(200)
  })
})
