import { describe, expect, it } from '@jest/globals'
import { restMs } from './pace.ts'

describe('restMs', () => {
  it('is what is left of the pace, however few have come', () => {
    const pace = { paceMs: 40, paceInFullFrom: 1 }
    expect([restMs(pace, 1, 10), restMs(pace, 500, 10), restMs(pace, 1, 41)]).toEqual([30, 30, 0])
  })

  it('is a part of it after a few, where that is wanted', () => {
    const pace = { paceMs: 40, paceInFullFrom: 8 }
    expect([1, 2, 8, 9].map((count) => restMs(pace, count, 0))).toEqual([5, 10, 40, 40])
    expect(restMs(pace, 1, 6)).toBe(0)
    expect(restMs(pace, 8, -60_000)).toBe(40)
  })

  it('is nothing without a pace', () => {
    expect(restMs({ paceMs: 0, paceInFullFrom: 1 }, 500, 0)).toBe(0)
  })
})
