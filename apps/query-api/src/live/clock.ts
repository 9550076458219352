/** Time as pacing needs it: handed in, so that tests have their own. */
export type Clock = {
  /** Monotonic. */
  nowMs(): number
  /** Calls once, after so long; 0: as soon as others had their turn. Returns what takes it back. */
  after(delayMs: number, call: () => void): () => void
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, call) {
    if (delayMs > 0) {
      const timer = setTimeout(call, Math.ceil(delayMs))
      return () => clearTimeout(timer)
    }
    const immediate = setImmediate(call)
    return () => clearImmediate(immediate)
  },
}
