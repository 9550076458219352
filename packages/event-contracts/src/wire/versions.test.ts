import { describe, expect, it } from '@jest/globals'
import { UnknownVersion, upcast } from './versions.ts'

const history = {
  current: 3,
  upcasters: {
    1: (data: unknown) => ({ first: data }),
    2: (data: unknown) => ({ second: data }),
  },
}

describe('upcasting', () => {
  it('lifts old data step by step to the current version', () => {
    expect(upcast('lot', history, 1, 'old')).toEqual({ second: { first: 'old' } })
    expect(upcast('lot', history, 2, 'newer')).toEqual({ second: 'newer' })
  })

  it('leaves current data as it is', () => {
    expect(upcast('lot', history, 3, 'now')).toBe('now')
  })

  it.each([0, 4, 1.5])('refuses version %d', (version) => {
    expect(() => upcast('lot', history, version, {})).toThrow(UnknownVersion)
  })

  it('refuses a history with a hole', () => {
    expect(() => upcast('lot', { current: 2, upcasters: {} }, 1, {})).toThrow('no upcaster from version 1')
  })
})
