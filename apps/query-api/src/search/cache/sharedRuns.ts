/**
 * One run at a time for each key, however many want it: whoever comes while one is under way shares the next one with
 * all others who do. So nobody is given what was looked up before he asked for it.
 */
export function createSharedRuns<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
  const underway = new Map<string, Promise<T>>()
  const next = new Map<string, Promise<T>>()

  function start(key: string, run: () => Promise<T>): Promise<T> {
    const result = run().finally(() => underway.delete(key))
    underway.set(key, result)
    return result
  }

  return (key, run) => {
    const waiting = next.get(key)
    if (waiting !== undefined) return waiting
    const current = underway.get(key)
    if (current === undefined) return start(key, run)
    const follow = (): Promise<T> => {
      next.delete(key)
      return start(key, run)
    }
    const following = current.then(follow, follow)
    next.set(key, following)
    return following
  }
}
