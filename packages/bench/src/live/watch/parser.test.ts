import { describe, expect, it } from '@jest/globals'
import { createParser } from './parser.ts'

const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`
const event = (first: number, last: number): string => {
  const bids = Array.from({ length: last - first + 1 }, (_, index) => ({ version: last - index }))
  return `id: ${last}\nevent: lot\ndata: ${JSON.stringify({ lot: { version: last }, bids })}\n\n`
}
const viewers = 'event: viewers\ndata: {"viewers":7}\n\n'
const start = Buffer.from(`${head}${chunk('retry: 1000\n\n')}${chunk(event(3, 2))}`)

describe('the parser', () => {
  it('finds the events of the lot among all that comes', () => {
    const take = createParser().stream()
    expect(take(start)).toEqual([{ first: 3, last: 2 }])
    expect(take(Buffer.from(chunk(viewers + event(3, 5)) + chunk(': \n\n')))).toEqual([{ first: 3, last: 5 }])
    expect(take(Buffer.from(chunk(viewers)))).toEqual([])
  })

  it('reads alike however the bytes are cut', () => {
    const all = Buffer.concat([start, Buffer.from(chunk(event(3, 5)) + chunk(event(6, 6)))])
    for (const size of [1, 7, 100, all.length]) {
      const take = createParser().stream()
      const events = []
      for (let at = 0; at < all.length; at += size) events.push(...take(all.subarray(at, at + size)))
      expect(events.map(({ last }) => last)).toEqual([2, 5, 6])
    }
  })

  it('takes what many get alike apart once', () => {
    const parser = createParser()
    const [one, other, late] = [parser.stream(), parser.stream(), parser.stream()]
    for (const take of [one, other]) take(start)
    const bytes = Buffer.from(chunk(event(3, 5)))
    expect(other(Buffer.from(bytes))).toBe(one(bytes))
    // Known bytes in the midst of something else are none.
    late(start)
    late(bytes.subarray(0, 20))
    expect(late(bytes.subarray(20))).toEqual([{ first: 3, last: 5 }])
  })

  it('refuses what is no stream, a snapshot, and an event in which a bid is missing', () => {
    const take = (text: string) => createParser().stream()(Buffer.from(text))
    expect(() => take('HTTP/1.1 503 Service Unavailable\r\n\r\n')).toThrow('503')
    expect(() => take(head + chunk(event(3, 5).replace('event: lot', 'event: snapshot')))).toThrow('snapshot')
    expect(() => take(head + chunk(event(3, 5).replace('"version":4', '"version":9')))).toThrow('9 where 4')
    expect(() => take(`${head}0\r\n\r\n`)).toThrow('ended')
  })
})
