export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded'
}

/**
 * Rejects with TimeLimitExceeded when the work takes longer than `limitMs`. The work cannot be stopped from outside:
 * it is handed a signal, aborted at the limit, so that it can stop by itself.
 */
export async function withTimeLimit<T>(
  what: string,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new TimeLimitExceeded(`${what}: not done within ${limitMs} ms`)
    controller.abort(error)
    reject(error)
  }, limitMs)
  try {
    return await Promise.race([work(controller.signal), promise])
  } finally {
    clearTimeout(timer)
  }
}
