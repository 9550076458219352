/** More wait for work that is bounded than may. */
export class GateFull extends Error {
  override name = 'GateFull'
}

export type Gate = {
  /** Runs `work` when there is room. @throws GateFull at once when too many wait already */
  through<T>(work: () => Promise<T>): Promise<T>
}

/** So many at once, first come first served. */
export function createGate({ atOnceMax, waitingMax }: { atOnceMax: number; waitingMax: number }): Gate {
  let inside = 0
  const waiting: (() => void)[] = []

  return {
    async through(work) {
      if (inside < atOnceMax) inside += 1
      else {
        if (waiting.length >= waitingMax) throw new GateFull(`${waitingMax} wait already`)
        // Whoever leaves hands his place over.
        await new Promise<void>((enter) => waiting.push(enter))
      }
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next === undefined) inside -= 1
        else next()
      }
    },
  }
}
