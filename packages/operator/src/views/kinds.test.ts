import { describe, expect, it } from '@jest/globals'
import { checkedKinds, counted, nameOf, partsOf } from './kinds.ts'

describe('what is checked', () => {
  it('has a name that is read as it is written', () => {
    for (const kind of checkedKinds) expect(partsOf(nameOf(kind, 'x'))).toEqual({ kind, id: 'x' })
    for (const other of ['1007', 'lots:x', 'order:', ':x', 'order:x:y', '']) expect(partsOf(other)).toBeUndefined()
  })

  it('is counted in words', () => {
    expect(counted(1, 'category')).toBe('1 category')
    expect(counted(2, 'category')).toBe('2 categories')
    expect(counted(0, 'SKU')).toBe('0 SKUs')
  })
})
