import * as z from 'zod/mini'

/**
 * The server's clock as this browser sees it. Countdowns and "has it ended" go by it alone: the clock of whoever bids
 * may be minutes off.
 */
const answer = z.object({ now: z.string() })

const samples = 5
const timeoutMs = 4_000
const againMs = 5 * 60_000
const afterFailureMs = 5_000

/**
 * To the browser's monotonic clock: that of the wall may be set while the page is open. Undefined until the first
 * answer.
 */
let offsetMs: number | undefined

/** Milliseconds since 1970 by the server's clock; NaN until it is known. */
export const serverNow = (): number => (offsetMs === undefined ? Number.NaN : performance.now() + offsetMs)

/** One look, as in Cristian's algorithm: the server's instant lies between question and answer, so at most half of the round trip off. */
async function look(): Promise<{ offsetMs: number; roundTripMs: number }> {
  const askedAtMs = performance.now()
  const response = await fetch('/v1/time', { cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) })
  const { now } = answer.parse(await response.json())
  const roundTripMs = performance.now() - askedAtMs
  return { offsetMs: Date.parse(now) - (askedAtMs + roundTripMs / 2), roundTripMs }
}

/** Of several looks the one with the shortest round trip is the best; what is known by then is used at once. */
async function measure(): Promise<void> {
  let bestMs = Number.POSITIVE_INFINITY
  for (let taken = 0; taken < samples; taken += 1) {
    const next = await look()
    if (next.roundTripMs >= bestMs) continue
    bestMs = next.roundTripMs
    offsetMs = next.offsetMs
  }
}

/** By how much the wall's clock is ahead of the monotonic one. It jumps when the machine has slept, or was set. */
const driftMs = (): number => Date.now() - performance.now()
const jumpMs = 1_000
const lookForJumpMs = 1_000

/** Measures now, every five minutes, whenever the page is looked at again, and when the machine has slept. */
export function followServerClock(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = async (): Promise<void> => {
    clearTimeout(timer)
    let nextMs = againMs
    try {
      await measure()
    } catch {
      nextMs = afterFailureMs
    }
    clearTimeout(timer)
    timer = setTimeout(() => void again(), nextMs)
  }
  void again()
  let drift = driftMs()
  setInterval(() => {
    if (Math.abs(driftMs() - drift) < jumpMs) return
    drift = driftMs()
    void again()
  }, lookForJumpMs)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void again()
  })
}
