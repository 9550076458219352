/** More wait for work that is bounded than may. */
export class GateFull extends Error {
  override name = 'GateFull'
}

export type Gate = {
  /** Runs `work` when there is room. @throws GateFull when too many wait already, at once, or after `waitMsMax` */
  through<T>(work: () => Promise<T>): Promise<T>
}

/** So many at once, first come first served; nobody waits for longer than `waitMsMax` to be let in. */
export function createGate(options: { atOnceMax: number; waitingMax: number; waitMsMax: number }): Gate {
  const { atOnceMax, waitingMax, waitMsMax } = options
  let inside = 0
  const waiting = new Set<() => void>()

  function turn(): Promise<void> {
    return new Promise((enter, giveUp) => {
      const timer = setTimeout(() => {
        waiting.delete(called)
        giveUp(new GateFull(`no room within ${waitMsMax} ms`))
      }, waitMsMax)
      function called(): void {
        clearTimeout(timer)
        enter()
      }
      waiting.add(called)
    })
  }

  return {
    async through(work) {
      if (inside < atOnceMax) inside += 1
      else {
        if (waiting.size >= waitingMax) throw new GateFull(`${waitingMax} wait already`)
        // Whoever leaves hands his place over.
        await turn()
      }
      try {
        return await work()
      } finally {
        const [next] = waiting
        if (next === undefined) inside -= 1
        else {
          waiting.delete(next)
          next()
        }
      }
    },
  }
}
