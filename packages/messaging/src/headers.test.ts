import { describe, expect, it } from '@jest/globals'
import { idsIn, toHeaders } from './headers.ts'

describe('headers', () => {
  it('makes strings of bytes and of several values, and leaves out what has none', () => {
    const headers = {
      text: 'plain',
      bytes: Buffer.from('größe'),
      several: [Buffer.from('first'), 'last'],
      none: undefined,
      empty: [],
      blank: '',
    }
    expect(toHeaders(headers)).toEqual({ text: 'plain', bytes: 'größe', several: 'last', blank: '' })
  })

  it('takes a message without headers', () => {
    expect(toHeaders(undefined)).toEqual({})
    expect(idsIn({})).toEqual({})
  })

  it('name what caused a message, and no more of it than an id', () => {
    const headers = {
      ce_correlationid: Buffer.from('order:1'),
      traceparent: Buffer.from('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'),
      ce_actor: 'user:1',
    }
    expect(idsIn({ headers })).toEqual({ correlationId: 'order:1', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' })
    const broken = { ce_correlationid: 'x'.repeat(10_000), traceparent: 'nonsense' }
    expect(idsIn({ headers: broken })).toEqual({ correlationId: 'x'.repeat(128) })
  })
})
