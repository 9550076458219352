import type { LotView } from '@gavel/event-contracts'
import type { LotReference } from '../auction/lotReference.ts'

/** Where readers wait for a version of a lot that is on its way. */
export type Arrivals = {
  /** The lot as soon as it arrives in at least this version; undefined when it did not within `limitMs`. */
  wait(reference: LotReference, atLeast: number, limitMs: number): Promise<LotView | undefined>
  arrived(lot: LotView): void
}

type Waiting = { atLeast: number; wake(lot: LotView): void }

const keyOf = (reference: LotReference): string | number =>
  reference.kind === 'id' ? reference.id : reference.lotNumber

export function createArrivals(): Arrivals {
  const waiting = new Map<string | number, Set<Waiting>>()

  const wakeAll = (key: string | number, lot: LotView): void => {
    for (const entry of waiting.get(key) ?? []) if (entry.atLeast <= lot.version) entry.wake(lot)
  }

  return {
    async wait(reference, atLeast, limitMs) {
      const key = keyOf(reference)
      const { promise, resolve } = Promise.withResolvers<LotView | undefined>()
      const entry: Waiting = { atLeast, wake: resolve }
      const all = waiting.get(key) ?? new Set()
      waiting.set(key, all.add(entry))
      const timer = setTimeout(() => resolve(undefined), limitMs)
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        all.delete(entry)
        if (all.size === 0 && waiting.get(key) === all) waiting.delete(key)
      }
    },
    arrived(lot) {
      wakeAll(lot.id, lot)
      wakeAll(lot.lotNumber, lot)
    },
  }
}
