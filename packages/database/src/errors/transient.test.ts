import { describe, expect, it } from '@jest/globals'
import { isTransient } from './transient.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

describe('isTransient', () => {
  it.each([
    '08006',
    '53300',
    '57P01',
    '57P03',
    '40001',
    '40P01',
    '55P03',
    '57014',
    'ECONNRESET',
    'P1001',
    'P2024',
    'P2034',
  ])('is true of %s', (code) => expect(isTransient(coded(code))).toBe(true))

  it.each(['23505', '42601', '22P02', '57P04', '40002', '08', '5', 'P2002', 'P2010', 'ERR_ASSERTION'])(
    'is false of %s',
    (code) => expect(isTransient(coded(code))).toBe(false),
  )

  it('knows what pg says in words only', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true)
    expect(isTransient(new Error('timeout exceeded when trying to connect'))).toBe(true)
    expect(isTransient(new Error('Query read timeout'))).toBe(true)
    expect(isTransient(new Error('the reserve timed out'))).toBe(false)
  })

  it('looks into what Prisma and Node wrap', () => {
    const raw = coded('P2010')
    Object.assign(raw, { meta: { driverAdapterError: { cause: { originalCode: '40001', kind: 'postgres' } } } })
    expect(isTransient(raw)).toBe(true)
    expect(isTransient(Object.assign(new Error('x'), { errorCode: 'P1001' }))).toBe(true)
    expect(isTransient(new Error('x', { cause: { kind: 'ConnectionClosed' } }))).toBe(true)
    expect(isTransient(new AggregateError([coded('ENOENT'), coded('ECONNREFUSED')]))).toBe(true)
  })

  it('is false of anything else, circles included', () => {
    const circle: { cause?: unknown } = new Error('x')
    circle.cause = circle
    for (const value of [circle, undefined, null, 'ECONNRESET', 8, {}, { code: 8, errors: 'x' }])
      expect(isTransient(value)).toBe(false)
  })
})
