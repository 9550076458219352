import { setTimeout as sleep } from 'node:timers/promises'

/** Full jitter: anything from 0 to base × 2^(attempt − 1), capped, so that rivals do not meet again. Attempts count from 1. */
export function jitteredMs(attempt: number, baseMs: number, capMs: number): number {
  return Math.random() * Math.min(capMs, baseMs * 2 ** (attempt - 1))
}

export async function backOff(attempt: number, baseMs: number, capMs: number): Promise<void> {
  await sleep(jitteredMs(attempt, baseMs, capMs))
}

export class DeadlineExceeded extends Error {
  override name = 'DeadlineExceeded'
}

/** Rejects with DeadlineExceeded after `limitMs`; the work itself goes on, its end is ignored. */
export function withDeadline<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineExceeded(`${what} took longer than ${limitMs} ms`)), limitMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
