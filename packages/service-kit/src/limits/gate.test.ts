import { describe, expect, it } from '@jest/globals'
import { createGate, GateFull } from './gate.ts'

describe('createGate', () => {
  it('lets so many in at once, the others in turn, and refuses when too many wait', async () => {
    const gate = createGate({ atOnceMax: 2, waitingMax: 1, waitMsMax: 10_000 })
    const running: { name: string; end: () => void }[] = []
    const start = (name: string): Promise<string> =>
      gate.through(() => new Promise((done) => running.push({ name, end: () => done(name) })))
    const [one, two, three] = [start('one'), start('two'), start('three')]
    expect(running.map(({ name }) => name)).toEqual(['one', 'two'])
    await expect(start('four')).rejects.toThrow(GateFull)

    running[1]?.end()
    expect(await two).toBe('two')
    await new Promise((turn) => setImmediate(turn))
    expect(running.map(({ name }) => name)).toEqual(['one', 'two', 'three'])
    for (const { end } of running) end()
    expect(await Promise.all([one, three])).toEqual(['one', 'three'])
  })

  it('lets nobody wait for longer than it says, and goes on with those who came after him', async () => {
    const gate = createGate({ atOnceMax: 1, waitingMax: 10, waitMsMax: 30 })
    const held = Promise.withResolvers<void>()
    const first = gate.through(() => held.promise)
    await expect(gate.through(async () => 'late')).rejects.toThrow('no room within 30 ms')
    const next = gate.through(async () => 'next')
    held.resolve()
    await first
    expect(await next).toBe('next')
  })

  it('gives the place of work that fails to the next', async () => {
    const gate = createGate({ atOnceMax: 1, waitingMax: 10, waitMsMax: 10_000 })
    const failing = gate.through(() => Promise.reject(new Error('broken')))
    const next = gate.through(async () => 'next')
    await expect(failing).rejects.toThrow('broken')
    expect(await next).toBe('next')
    expect(await gate.through(async () => 'another')).toBe('another')
  })
})
