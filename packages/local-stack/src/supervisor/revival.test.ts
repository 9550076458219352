import { describe, expect, it } from '@jest/globals'
import { createRevival } from './revival.ts'

describe('the revival of a server', () => {
  it('is given up after five tries in two minutes, and each is told', async () => {
    const lines: string[] = []
    let starts = 0
    const revival = createRevival({
      start: async () => {
        starts += 1
        throw new Error('its disk is full')
      },
      isWanted: () => true,
      say: (line) => void lines.push(line),
      signal: new AbortController().signal,
    })
    await revival.begin()
    expect(starts).toBe(5)
    expect(lines.filter((line) => /could not be started again: its disk is full/.test(line))).toHaveLength(5)
    expect(lines.at(-1)).toBe('is not started again: it was 5 times in 120 s')
    await revival.begin()
    expect(starts).toBe(5)
  })

  it('ends when nobody wants it, and when the stack is stopped', async () => {
    for (const end of ['unwanted', 'stopped'] as const) {
      const stopping = new AbortController()
      let isWanted = true
      const revival = createRevival({
        start: () => Promise.reject(new Error('it was started')),
        isWanted: () => isWanted,
        say: (line) => expect(line).toMatch(/^is started again in/),
        signal: stopping.signal,
      })
      const ended = revival.begin()
      if (end === 'stopped') stopping.abort()
      else isWanted = false
      await ended
    }
  })
})
