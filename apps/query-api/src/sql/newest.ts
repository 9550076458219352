type Versioned = { id: string; version: number }

/**
 * One of each id, the newest; in the order of ids, so that two instances that write the same rows (a rebalance) never
 * wait for each other in a circle. A statement may not touch a row twice, and a topic may well name it twice.
 */
export function newestById<T extends Versioned>(views: readonly T[]): readonly T[] {
  const newest = new Map<string, T>()
  for (const view of views) {
    const known = newest.get(view.id)
    if (known === undefined || known.version < view.version) newest.set(view.id, view)
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
