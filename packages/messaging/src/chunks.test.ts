import { describe, expect, it } from '@jest/globals'
import { chunks } from './chunks.ts'

describe('chunks', () => {
  it('keeps every item, in order, and fills all chunks but the last', () => {
    expect([...chunks([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]])
    expect([...chunks([1, 2], 2)]).toEqual([[1, 2]])
    expect([...chunks([], 2)]).toEqual([])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses the size %s', (size) => {
    expect(() => [...chunks([1], size)]).toThrow(RangeError)
  })
})
