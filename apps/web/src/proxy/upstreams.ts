/** The instances of one service. */
export type Upstreams = {
  /** All instances in the order to try them: round-robin, those that were away just now at the end. Never empty. */
  inTurn(): readonly string[]
  /** It could not be connected to: leave it in peace for a while. */
  away(url: string): void
  /** It answered. */
  back(url: string): void
}

/** Short: an instance that restarts is back within seconds, and asking one that is away costs a refused connection. */
const restMs = 2_000

/** `now`: any clock in ms that never goes back. */
export function createUpstreams(urls: readonly string[], now: () => number): Upstreams {
  const restsUntilMs = new Map<string, number>()
  let turn = 0
  const rests = (url: string): boolean => (restsUntilMs.get(url) ?? Number.NEGATIVE_INFINITY) > now()

  return {
    inTurn() {
      const first = turn % urls.length
      turn = first + 1
      const rotated = [...urls.slice(first), ...urls.slice(0, first)]
      if (restsUntilMs.size === 0) return rotated
      return [...rotated.filter((url) => !rests(url)), ...rotated.filter(rests)]
    },
    away(url) {
      restsUntilMs.set(url, now() + restMs)
    },
    back(url) {
      restsUntilMs.delete(url)
    },
  }
}
