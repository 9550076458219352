import type { StoredConcern } from '../../sql/concernsAsStored.ts'

/** What the store has to have before a lot is looked at: what has arrived live is stored a moment later. */
export type Want = {
  /** Of the lot; 0 when any will do. */
  version: number
  /** Versions of orders, by their ids. */
  orders: Map<string, number>
  /** Versions of what members said about watching the lot, by their ids. */
  watches: Map<string, number>
  tries: number
  dueAtMs: number
}

export type Wanted = {
  version?: number
  order?: { id: string; version: number }
  watch?: { id: string; version: number }
}

/** The lots that are to be looked at. One of each, however often it changes. */
export type Wants = {
  add(auctionId: string, wanted: Wanted): void
  /** Takes out what is due, in turn, until their sizes come to `sizeMax`; one in any case. */
  take(sizeMax: number, sizeOf: (auctionId: string) => number): ReadonlyMap<string, Want>
  /** The store does not have it yet, or could not be asked: again later. Gives up what it never gets. */
  again(auctionId: string, want: Want): void
  size(): number
}

/** After so many tries a bid is missing that no waiting brings. */
const triesForAllBids = 12
/** A batch of views is stored within this in most cases. */
const firstMs = 80
const againMs = { first: 100, last: 2_000 }
/** About a minute. */
const triesMax = 40

/** `nowMs` is monotonic; `random` from 0 to 1. */
export function createWants({ nowMs, random = Math.random }: { nowMs(): number; random?: () => number }): Wants {
  const wants = new Map<string, Want>()

  function addTo(want: Want, { version = 0, order, watch }: Wanted): void {
    want.version = Math.max(want.version, version)
    if (order !== undefined) want.orders.set(order.id, Math.max(want.orders.get(order.id) ?? 0, order.version))
    if (watch !== undefined) want.watches.set(watch.id, Math.max(want.watches.get(watch.id) ?? 0, watch.version))
  }

  return {
    add(auctionId, wanted) {
      const want = wants.get(auctionId) ?? {
        ...{ version: 0, orders: new Map(), watches: new Map() },
        ...{ tries: 0, dueAtMs: nowMs() + firstMs },
      }
      addTo(want, wanted)
      wants.set(auctionId, want)
    },
    take(sizeMax, sizeOf) {
      const taken = new Map<string, Want>()
      let size = 0
      for (const [auctionId, want] of wants) {
        if (want.dueAtMs > nowMs()) continue
        size += sizeOf(auctionId)
        if (size > sizeMax && taken.size > 0) break
        taken.set(auctionId, want)
        wants.delete(auctionId)
      }
      return taken
    },
    again(auctionId, before) {
      const tries = before.tries + 1
      if (tries > triesMax) return
      const delayMs = Math.min(againMs.first * 2 ** before.tries, againMs.last) * (0.5 + random() / 2)
      const want = { ...before, tries, dueAtMs: nowMs() + delayMs }
      const newer = wants.get(auctionId)
      if (newer !== undefined) {
        want.version = Math.max(want.version, newer.version)
        for (const [id, version] of newer.orders) addTo(want, { order: { id, version } })
        for (const [id, version] of newer.watches) addTo(want, { watch: { id, version } })
      }
      wants.set(auctionId, want)
    },
    size: () => wants.size,
  }
}

/** Whether the store has what is wanted. `concerns`: what the lot is to each whom it concerns; `orders`: their versions. */
export function isStored(want: Want, concerns: readonly StoredConcern[], orders: ReadonlyMap<string, number>): boolean {
  const [any] = concerns
  if (any === undefined || any.version < want.version) return false
  if (!any.isWhole && want.tries < triesForAllBids) return false
  for (const [id, version] of want.orders) if ((orders.get(id) ?? 0) < version) return false
  return concerns.every(({ userId, watchVersion }) => watchVersion >= (want.watches.get(userId) ?? 0))
}
