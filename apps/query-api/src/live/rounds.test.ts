import { describe, expect, it } from '@jest/globals'
import { createFakeClock } from '../../test/fakeClock.ts'
import { createRounds, periodMs } from './rounds.ts'

/** Rows of 256 viewers; a write takes 10 µs. `writes` are the moments at which each was written, and what it got. */
function rowsOf(count: number) {
  const clock = createFakeClock()
  const rounds = createRounds({ clock, onWritten: () => undefined })
  const writes: { row: number; atMs: number; version: number }[] = []
  let version = 0
  for (let row = 0; row < count; row += 1) {
    let has = 0
    rounds.add({
      isBehind: () => has < version,
      size: () => 256,
      write() {
        writes.push({ row, atMs: clock.nowMs(), version })
        has = version
        clock.spend(2.56)
      },
    })
  }
  const step = (): void => {
    version += 1
    rounds.wake()
  }
  return { clock, rounds, writes, step, of: (row: number) => writes.filter((write) => write.row === row) }
}

describe('the gap', () => {
  it('is none while writing to all is cheap, grows with what it costs, and ends at 50 ms', () => {
    expect(periodMs(0.4)).toBe(0)
    expect(periodMs(4)).toBeCloseTo(4.8)
    expect(periodMs(400)).toBe(450)
  })
})

describe('rounds', () => {
  it('write at once what was quiet, row after row, and let others have their turn between', () => {
    const { clock, writes, step } = rowsOf(4)
    step()
    expect(writes.map(({ row }) => row)).toEqual([0])
    expect(clock.pending()).toBe(1)
    clock.pass(20)
    expect(writes.map(({ row }) => row)).toEqual([0, 1, 2, 3])
    expect(writes.at(-1)?.atMs).toBeLessThan(8)
    expect(clock.pending()).toBe(0)
  })

  it('merge what happens within the gap, for each row from its own last write on', () => {
    const { clock, writes, step, of } = rowsOf(4)
    for (let count = 0; count < 300; count += 1) {
      step()
      clock.pass(1)
    }
    const share = (writes.length * 2.56) / clock.nowMs()
    clock.pass(100)
    for (const row of [0, 1, 2, 3]) {
      const times = of(row).map(({ atMs }) => atMs)
      const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
      expect(Math.min(...gaps.slice(5))).toBeGreaterThan(11.5)
      expect(Math.max(...gaps)).toBeLessThan(25)
      expect(of(row).at(-1)?.version).toBe(300)
    }
    // Five sixths of the time, and somewhat more until it has learnt what a write costs.
    expect(share).toBeLessThan(0.9)
    expect(share).toBeGreaterThan(0.75)
  })

  it('flush what waits for its gap, and end', () => {
    const { clock, rounds, step, of } = rowsOf(2)
    step()
    clock.pass(10)
    step()
    rounds.flush()
    rounds.stop()
    expect(of(0).at(-1)?.version).toBe(2)
    expect(of(1).at(-1)?.version).toBe(2)
    expect(clock.pending()).toBe(0)
  })

  it('go on with those who are left', () => {
    const { clock, rounds, step, writes } = rowsOf(3)
    step()
    for (const row of rounds.rows().slice(0, 2)) rounds.remove(row)
    clock.pass(100)
    step()
    expect(writes.filter(({ version }) => version === 2).length).toBe(1)
    expect(clock.pending()).toBe(0)
  })
})
