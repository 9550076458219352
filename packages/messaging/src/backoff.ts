export type Backoff = { baseMs: number; capMs: number }

/** A store that restarts is back after seconds: ten tries with these take about 10 s on average. */
export const handlerBackoff: Backoff = { baseMs: 100, capMs: 5_000 }

/**
 * Exponential back-off with full jitter: evenly between 0 and the ceiling, so that many clients that failed together
 * do not come back together (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 * @param attempt how many tries have failed, from 1
 * @param random evenly from [0, 1)
 */
export function backoffMs(attempt: number, { baseMs, capMs }: Backoff, random: () => number = Math.random): number {
  const ceilingMs = Math.min(capMs, baseMs * 2 ** (attempt - 1))
  return Math.floor(random() * ceilingMs)
}
