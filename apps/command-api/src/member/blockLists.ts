import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'

/**
 * Whom a seller blocks, at hand for each bid without a read for each bid: a lease. A snapshot may be used until `leaseMs`
 * after its read began, so what was committed longer ago than that is known to every instance. A block is therefore
 * acknowledged only after `settled()`: from then on no instance decides a bid without it.
 */
export type BlockLists = {
  /**
   * The paddles that the seller blocks; undefined when they have to be read first. To be called in the same turn as the
   * bid is decided, and again whenever it is decided again: what it gave before may have run out.
   */
  peek(sellerId: string): ReadonlySet<number> | undefined
  /** Reads the list; whoever comes while a read is under way shares it. Rejects as `load` does: the list stays as it is. */
  refresh(sellerId: string): Promise<void>
  /** Drops what this instance knows; a read that is under way is not kept either. */
  forget(sellerId: string): void
  /** Resolves when every snapshot of any instance whose read began before this call has run out. */
  settled(): Promise<void>
}

export type BlockListsOptions = {
  /** Reads the list; has a time limit, and does not miss what was committed before it was called. */
  load: (sellerId: string) => Promise<ReadonlySet<number>>
  /** How long a list may be used, and about how long a seller waits for his block. The same for all instances. */
  leaseMs?: number
  /** A clock that never jumps, in ms. */
  now?: () => number
  /** Sellers whose lists are kept. */
  sellersMax?: number
}

type Snapshot = { blocked: ReadonlySet<number>; beganMs: number }

/** Of the lease: what the clocks of two machines may drift apart in one. */
const driftMax = 0.05

export function createBlockLists(options: BlockListsOptions): BlockLists {
  const { load, leaseMs = 1_000, now = () => performance.now(), sellersMax = 10_000 } = options
  const snapshots = new LRUCache<string, Snapshot>({ max: sellersMax })
  const reads = new Map<string, Promise<void>>()

  return {
    peek(sellerId) {
      const snapshot = snapshots.get(sellerId)
      if (snapshot === undefined) return undefined
      const ageMs = now() - snapshot.beganMs
      if (ageMs >= leaseMs) return undefined
      // Ahead of its end, so that no bid on a lot in demand ever waits for a read. Its errors are told to whoever has to.
      if (ageMs >= leaseMs / 2) refresh(sellerId).catch(() => {})
      return snapshot.blocked
    },
    refresh,
    forget(sellerId) {
      snapshots.delete(sellerId)
      reads.delete(sellerId)
    },
    async settled() {
      const untilMs = now() + leaseMs * (1 + driftMax)
      // Not one sleep: timers may be early by a part of a millisecond.
      for (let restMs = untilMs - now(); restMs > 0; restMs = untilMs - now()) await sleep(Math.ceil(restMs))
    },
  }

  function refresh(sellerId: string): Promise<void> {
    const underWay = reads.get(sellerId)
    if (underWay !== undefined) return underWay
    const beganMs = now()
    const read = load(sellerId)
      .then((blocked) => {
        if (reads.get(sellerId) === read) snapshots.set(sellerId, { blocked, beganMs })
      })
      .finally(() => {
        if (reads.get(sellerId) === read) reads.delete(sellerId)
      })
    reads.set(sellerId, read)
    return read
  }
}
