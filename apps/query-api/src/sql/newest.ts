type Versioned = { id: string; version: number; retractedVersion?: number | null }

/**
 * One of each id, the newest; in the order of ids, so that two instances that write the same rows (a rebalance) never
 * wait for each other in a circle. A statement may not touch a row twice, and a topic may well name it twice.
 */
export function newestById<T extends Versioned>(views: readonly T[]): readonly T[] {
  const newest = new Map<string, T>()
  for (const view of views) {
    const known = newest.get(view.id)
    if (known === undefined || isNewer(view, known)) newest.set(view.id, view)
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** A bid keeps its version when it is retracted. */
const isNewer = (view: Versioned, known: Versioned): boolean =>
  known.version < view.version ||
  (known.version === view.version &&
    (known.retractedVersion ?? null) === null &&
    (view.retractedVersion ?? null) !== null)
