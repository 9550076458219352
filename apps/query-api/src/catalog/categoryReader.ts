import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '@gavel/service-kit'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { notYet } from '../http/notYet.ts'

export type StoredCategory = { id: string; code: string; name: string; version: number }

const waitMs = 2_000
const askAgainMs = { first: 20, last: 250 }
/** Administrators alone have a version to wait for. */
const waitersMax = 100

/**
 * Reads a category by its code, in version `atLeast` or later when that is given.
 * @throws Problem not_found; with `atLeast`, not_yet instead, after 2 s or when too many are waiting already.
 */
export function createCategoryReader(prisma: PrismaClient) {
  let waiters = 0

  const stored = (code: string): Promise<StoredCategory | null> =>
    prisma.category.findUnique({ select: { id: true, code: true, name: true, version: true }, where: { code } })

  async function arrival(code: string, atLeast: number): Promise<StoredCategory> {
    const deadlineMs = performance.now() + waitMs
    for (let delayMs = askAgainMs.first; ; delayMs = Math.min(delayMs * 2, askAgainMs.last)) {
      const category = await stored(code)
      if (category !== null && category.version >= atLeast) return category
      if (performance.now() + delayMs > deadlineMs) throw notYet()
      await sleep(delayMs)
    }
  }

  return async (code: string, atLeast: number | undefined): Promise<StoredCategory> => {
    if (atLeast === undefined) {
      const category = await stored(code)
      if (category === null) throw noSuchCategory()
      return category
    }
    if (waiters >= waitersMax) throw notYet()
    waiters += 1
    try {
      return await arrival(code, atLeast)
    } finally {
      waiters -= 1
    }
  }
}

export const noSuchCategory = (): Problem => new Problem('not_found', { detail: 'There is no such category.' })
