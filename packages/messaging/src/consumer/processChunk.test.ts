import { describe, expect, it } from '@jest/globals'
import { MessagesRefused } from '../messagesRefused.ts'
import type { Attempted } from './attempt.ts'
import { type Entry, readEntry } from './entry.ts'
import { processChunk, type Stage } from './processChunk.ts'

const source = { topic: 'p.t', shortTopic: 't', partition: 0 }
const done: Attempted = { kind: 'done' }

/** One message for each letter; decode throws for "?". */
function read(letters: string): Entry<string>[] {
  return Array.from(letters, (letter, offset) => {
    const message = {
      key: Buffer.from('k'),
      value: Buffer.from(letter),
      timestamp: '0',
      attributes: 0,
      offset: String(offset),
      headers: {},
    }
    return readEntry(source, message, ({ value }) => {
      if (String(value) === '?') throw new Error('not readable')
      return String(value)
    })
  })
}

/** What was called, in order: "h:abc" for a batch, "r:d" for a refusal. */
function record(outcome: (call: string) => Attempted): { calls: string[]; stage: Stage<string> } {
  const calls: string[] = []
  const note = async (call: string) => {
    calls.push(call)
    return outcome(call)
  }
  return {
    calls,
    stage: {
      handle: (values) => note(`h:${values.join('')}`),
      refuse: (refusals) => note(`r:${refusals.map(({ message }) => String(message.value)).join('')}`),
      interrupted: () => calls.includes('h:!'),
    },
  }
}

const failing = (letter: string) => (call: string) =>
  call.startsWith('h:') && call.includes(letter) ? ({ kind: 'failed', error: new Error(letter) } as const) : done

describe('a chunk of messages', () => {
  it('is handled together', async () => {
    const { calls, stage } = record(() => done)
    expect(await processChunk(source, read('abc'), stage)).toEqual({ finished: 3, end: done })
    expect(calls).toEqual(['h:abc'])
  })

  it('puts aside what is not readable, and handles the rest together', async () => {
    const { calls, stage } = record(() => done)
    expect(await processChunk(source, read('a?b?'), stage)).toEqual({ finished: 4, end: done })
    expect(calls).toEqual(['h:ab', 'r:??'])
  })

  it('finds the one to blame, in order', async () => {
    const { calls, stage } = record(failing('x'))
    expect(await processChunk(source, read('a?xb'), stage)).toEqual({ finished: 4, end: done })
    expect(calls).toEqual(['h:axb', 'h:a', 'r:?', 'h:x', 'r:x', 'h:b'])
  })

  it('puts aside what handling refuses by name, with what is not readable, and handles nothing again', async () => {
    const error = new MessagesRefused([
      { index: 1, error: new Error('b') },
      { index: 2, error: new Error('c') },
    ])
    const { calls, stage } = record((call) => (call.startsWith('h:') ? { kind: 'failed', error } : done))
    expect(await processChunk(source, read('a?bcd'), stage)).toEqual({ finished: 5, end: done })
    expect(calls).toEqual(['h:abcd', 'r:?bc'])
  })

  it('goes by no name of what is not in the batch, nor puts aside what is not named', async () => {
    const naming = (index: number) =>
      ({ kind: 'failed', error: new MessagesRefused([{ index, error: index }]) }) as const
    const none: Attempted = { kind: 'failed', error: new MessagesRefused([]) }
    const { calls, stage } = record((call) => {
      if (call === 'h:ab') return naming(2)
      if (call === 'h:a') return none
      return call === 'h:b' ? naming(0) : done
    })
    expect(await processChunk(source, read('ab'), stage)).toEqual({ finished: 2, end: done })
    expect(calls).toEqual(['h:ab', 'h:a', 'h:b', 'r:b'])
  })

  it('passes over nothing that was refused by name and cannot be put aside', async () => {
    const error = new MessagesRefused([{ index: 1, error: new Error('b') }])
    const away = new Error('no topic')
    const { stage } = record((call) =>
      call.startsWith('h:') ? { kind: 'failed', error } : { kind: 'exhausted', error: away },
    )
    expect(await processChunk(source, read('ab'), stage)).toEqual({
      finished: 0,
      end: { kind: 'exhausted', error: away },
    })
  })

  it('does not handle a single message again to put it aside', async () => {
    const { calls, stage } = record(failing('x'))
    expect(await processChunk(source, read('?x'), stage)).toEqual({ finished: 2, end: done })
    expect(calls).toEqual(['h:x', 'r:?', 'r:x'])
  })

  it.each(['exhausted', 'interrupted'] as const)('finishes nothing when handling ends %s', async (kind) => {
    const end: Attempted = kind === 'exhausted' ? { kind, error: new Error('down') } : { kind }
    const { stage } = record(() => end)
    expect(await processChunk(source, read('ab'), stage)).toEqual({ finished: 0, end })
  })

  it('passes over nothing that cannot be put aside', async () => {
    const error = new Error('no topic')
    const { calls, stage } = record((call) =>
      call.startsWith('r:') ? { kind: 'exhausted', error } : failing('x')(call),
    )
    expect(await processChunk(source, read('axb'), stage)).toEqual({ finished: 1, end: { kind: 'exhausted', error } })
    expect(calls).toEqual(['h:axb', 'h:a', 'h:x', 'r:x'])
  })

  it('stops between single messages and says how far it came', async () => {
    const { stage } = record(failing('x'))
    expect(await processChunk(source, read('a!xb'), stage)).toEqual({ finished: 2, end: { kind: 'interrupted' } })
  })
})
