import { setTimeout as sleep } from 'node:timers/promises'
import type { Problem } from '@gavel/service-kit'
import { notYet } from './notYet.ts'

type Versioned = { version: number }

/**
 * What `load` finds, in version `atLeast` or later when that is given.
 * @throws Problem `unknown` when there is nothing; with `atLeast`, not_yet instead, after 2 s or when too many are
 * waiting already.
 */
export type VersionedRead = <T extends Versioned>(
  load: () => Promise<T | undefined>,
  options: { atLeast: number | undefined; unknown: () => Problem },
) => Promise<T>

const waitMs = 2_000
const askAgainMs = { first: 20, last: 250 }

/** For what is read from the store alone. Each who waits asks it up to four times a second: `waitersMax` bounds that. */
export function createVersionedRead({ waitersMax }: { waitersMax: number }): VersionedRead {
  let waiters = 0

  async function arrival<T extends Versioned>(load: () => Promise<T | undefined>, atLeast: number): Promise<T> {
    const deadlineMs = performance.now() + waitMs
    for (let delayMs = askAgainMs.first; ; delayMs = Math.min(delayMs * 2, askAgainMs.last)) {
      const found = await load()
      if (found !== undefined && found.version >= atLeast) return found
      if (performance.now() + delayMs > deadlineMs) throw notYet()
      await sleep(delayMs)
    }
  }

  return async (load, { atLeast, unknown }) => {
    if (atLeast === undefined) {
      const found = await load()
      if (found === undefined) throw unknown()
      return found
    }
    if (waiters >= waitersMax) throw notYet()
    waiters += 1
    try {
      return await arrival(load, atLeast)
    } finally {
      waiters -= 1
    }
  }
}
