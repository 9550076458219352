/** Bounds how much is at work at once, and how much waits for it, first come first served. */
export type Gate = {
  /** Resolves when there is room; rejects with GateFull when too many wait, or with the signal's reason. */
  enter(signal: AbortSignal): Promise<void>
  /** Once for each enter that resolved. */
  leave(): void
}

export class GateFull extends Error {
  override readonly name = 'GateFull'
}

export function createGate({ slots, waitingMax }: { slots: number; waitingMax: number }): Gate {
  let free = slots
  const waiting = new Set<() => void>()

  return {
    async enter(signal) {
      if (free > 0) {
        free -= 1
        return
      }
      if (waiting.size >= waitingMax) throw new GateFull(`${slots} at work and ${waiting.size} waiting`)
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          waiting.delete(onTurn)
          reject(signal.reason)
        }
        const onTurn = (): void => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        }
        waiting.add(onTurn)
        signal.addEventListener('abort', onAbort, { once: true })
      })
    },
    leave() {
      const [next] = waiting
      if (next === undefined) {
        free += 1
        return
      }
      // The slot is handed over, so that nobody who comes now overtakes.
      waiting.delete(next)
      next()
    },
  }
}
