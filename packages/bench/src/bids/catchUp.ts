import { setTimeout as sleep } from 'node:timers/promises'

const limitMs = 10 * 60 * 1_000
const betweenMs = 20

/** How long it takes until query-api shows each lot in the given version, from now. @throws Error after 10 minutes */
export async function catchUpMs(
  queryApiUrl: string,
  lots: readonly { id: string; version: number }[],
): Promise<number> {
  const beginMs = performance.now()
  for (const { id, version } of lots) {
    while (!(await shows(queryApiUrl, id, version))) {
      if (performance.now() - beginMs > limitMs) throw new Error(`lot ${id} is not readable at version ${version}`)
      await sleep(betweenMs)
    }
  }
  return performance.now() - beginMs
}

async function shows(queryApiUrl: string, id: string, version: number): Promise<boolean> {
  const answer = await fetch(`${queryApiUrl}/v1/auctions/${id}?atLeast=${version}`, {
    signal: AbortSignal.timeout(10_000),
  })
  await answer.body?.cancel()
  return answer.status === 200
}
