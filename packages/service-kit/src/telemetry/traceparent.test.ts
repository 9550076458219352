import { describe, expect, it } from '@jest/globals'
import { isTraceparent, traceContextOf, traceIdOf, traceparentOf } from './traceparent.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

describe('a traceparent', () => {
  it.each([
    ['01', true],
    ['00', false],
    ['03', true],
  ])('with flags %s is recorded: %s', (flags, recorded) => {
    expect(traceContextOf(`00-${traceId}-${spanId}-${flags}`)).toEqual({ traceId, spanId, recorded })
  })

  it('is written as it was read', () => {
    const text = `00-${traceId}-${spanId}-01`
    const context = traceContextOf(text)
    expect(context && traceparentOf(context)).toBe(text)
    expect(traceIdOf(text)).toBe(traceId)
  })

  it.each([
    '',
    'nonsense',
    `01-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
  ])('is none: %s', (text) => {
    expect(isTraceparent(text)).toBe(false)
    expect(traceContextOf(text)).toBeUndefined()
    expect(traceIdOf(text)).toBeUndefined()
  })
})
