import { describe, expect, it } from '@jest/globals'
import { toHeaders } from './headers.ts'

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
  })
})
