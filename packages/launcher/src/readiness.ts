import { setTimeout as sleep } from 'node:timers/promises'

const answerTimeoutMs = 2_000
const betweenMs = 50

/** Asks `<adminUrl>/readyz` until it says 200 or the signal aborts. The last reason is kept for whoever gives up. */
export async function untilReady(
  adminUrl: string,
  signal: AbortSignal,
  onReason: (reason: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const reason = await whyNotReady(adminUrl, signal)
    if (reason === undefined) return
    // That we have given up is no reason of the service's own.
    if (!signal.aborted) onReason(reason)
    await sleep(betweenMs, undefined, { signal }).catch(() => {})
  }
}

/** Undefined when the service is ready. */
export async function whyNotReady(adminUrl: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const limit = AbortSignal.timeout(answerTimeoutMs)
    const answer = await fetch(`${adminUrl}/readyz`, { signal: signal ? AbortSignal.any([signal, limit]) : limit })
    const text = await answer.text()
    return answer.ok ? undefined : text.slice(0, 500)
  } catch (error) {
    return error instanceof Error ? String(error.cause ?? error) : String(error)
  }
}
