import type { System } from '@gavel/launcher'

/** Searches so far, by how the cache answered them, over all query-apis. */
export async function cacheCounts(system: System): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { name, adminUrl } of system.services) {
    if (name !== 'query-api') continue
    const answer = await fetch(`${adminUrl}/metrics`, { signal: AbortSignal.timeout(10_000) })
    for (const [, outcome = '', count] of (await answer.text()).matchAll(searches)) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + Number(count))
    }
  }
  return counts
}

const searches = /^query_searches_total\{[^}]*outcome="([a-z]+)"[^}]*\} ([0-9.e+]+)$/gm

/** Which part of the searches between the two was answered from the cache. */
export function hitShare(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  const made = (outcome: string): number => (after.get(outcome) ?? 0) - (before.get(outcome) ?? 0)
  const all = [...after.keys()].reduce((sum, outcome) => sum + made(outcome), 0)
  return all === 0 ? 0 : made('hit') / all
}
