import type { Clock } from '../src/live/clock.ts'

/** A clock that stands still until it is told to go on. */
export type FakeClock = Clock & {
  /** Work that takes so long. */
  spend(ms: number): void
  /** So much time passes; what falls due meanwhile is called, each at its time. */
  pass(ms: number): void
  /** Calls that have not been made. */
  pending(): number
}

export function createFakeClock(): FakeClock {
  let nowMs = 0
  const calls = new Set<{ atMs: number; call(): void }>()
  const next = (untilMs: number) =>
    [...calls].filter(({ atMs }) => atMs <= untilMs).toSorted((one, other) => one.atMs - other.atMs)[0]
  return {
    nowMs: () => nowMs,
    after(delayMs, call) {
      const entry = { atMs: nowMs + delayMs, call }
      calls.add(entry)
      return () => void calls.delete(entry)
    },
    spend(ms) {
      nowMs += ms
    },
    pass(ms) {
      const untilMs = nowMs + ms
      for (let due = next(untilMs); due !== undefined; due = next(untilMs)) {
        calls.delete(due)
        nowMs = Math.max(nowMs, due.atMs)
        due.call()
      }
      nowMs = Math.max(nowMs, untilMs)
    },
    pending: () => calls.size,
  }
}
