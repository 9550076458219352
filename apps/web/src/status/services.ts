import { z } from 'zod'

export type ServiceAddress = { name: string; url: string }

export type ServiceStatus = {
  name: string
  ready: boolean
  /** In a word: what the service says of itself, or `unreachable`. */
  status: string
  checks: readonly { name: string; result: string }[]
}

export type ServiceStatuses = { checkedAt: Date; services: readonly ServiceStatus[] }

const answerTimeoutMs = 1_000
const cacheMs = 1_000

const report = z.object({ status: z.string().max(40), checks: z.record(z.string(), z.string()) })

async function statusOf({ name, url }: ServiceAddress): Promise<ServiceStatus> {
  try {
    const answer = await fetch(new URL('/readyz', url), {
      signal: AbortSignal.timeout(answerTimeoutMs),
      redirect: 'error',
    })
    const { status, checks } = report.parse(await answer.json())
    const results = Object.entries(checks).map(([check, result]) => ({ name: check, result }))
    return { name, ready: answer.ok, status, checks: results }
  } catch {
    // Why exactly (an address, a port) is the operator's to read in the logs, and nothing for a public page.
    return { name, ready: false, status: 'unreachable', checks: [] }
  }
}

/** Asks all services at once, each for at most 1 s, and at most once a second however often the page is read. */
export function createServiceStatuses(
  addresses: readonly ServiceAddress[],
  now: () => number,
): () => Promise<ServiceStatuses> {
  let cached: { answer: Promise<ServiceStatuses>; untilMs: number } | undefined

  const ask = async (): Promise<ServiceStatuses> => {
    const services = await Promise.all(addresses.map(statusOf))
    return { checkedAt: new Date(now()), services }
  }

  return () => {
    if (cached !== undefined && now() < cached.untilMs) return cached.answer
    const entry = { answer: ask(), untilMs: Number.POSITIVE_INFINITY }
    cached = entry
    void entry.answer.finally(() => {
      entry.untilMs = now() + cacheMs
    })
    return entry.answer
  }
}
