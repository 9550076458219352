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

let offsetMs: number | undefined

/** Milliseconds since 1970 by the server's clock; by this browser's until the first answer. */
export const serverNow = (): number => Date.now() + (offsetMs ?? 0)

/** One look, as in Cristian's algorithm: the server's instant lies between question and answer, so at most half of the round trip off. */
async function look(): Promise<{ offsetMs: number; roundTripMs: number }> {
  const askedAtMs = Date.now()
  const response = await fetch('/v1/time', { cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) })
  const { now } = answer.parse(await response.json())
  const roundTripMs = Date.now() - askedAtMs
  return { offsetMs: Date.parse(now) - (askedAtMs + roundTripMs / 2), roundTripMs }
}

/** Of several looks the one with the shortest round trip is the best. */
async function measure(): Promise<void> {
  let best = await look()
  for (let taken = 1; taken < samples; taken += 1) {
    const next = await look()
    if (next.roundTripMs < best.roundTripMs) best = next
  }
  offsetMs = best.offsetMs
}

/** Measures now, every five minutes, and whenever the page is looked at again: a machine that slept is often off. */
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
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void again()
  })
}
