import { cpus } from 'node:os'
import type { System } from '@gavel/launcher'

/** CPU seconds used so far by the whole machine, whoever it was, and by each service, by its own metrics. */
export async function cpuSeconds(system: System): Promise<ReadonlyMap<string, number>> {
  const entries = system.services.map(async ({ name, adminUrl }) => {
    const answer = await fetch(`${adminUrl}/metrics`, { signal: AbortSignal.timeout(10_000) })
    const [, seconds] = /^process_cpu_seconds_total(?:\{[^}]*\})? ([0-9.e+-]+)/m.exec(await answer.text()) ?? []
    return [name, Number(seconds ?? 0)] as const
  })
  return new Map([['the whole machine', machineSeconds()], ...(await Promise.all(entries))])
}

/** The servers are in it, and whatever else runs: the difference to the sum of the services tells how much. */
const machineSeconds = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1_000

/** Cores that were busy on average between the two. */
export const coresBetween = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  elapsedMs: number,
): ReadonlyMap<string, number> =>
  new Map([...after].map(([name, seconds]) => [name, ((seconds - (before.get(name) ?? 0)) * 1_000) / elapsedMs]))
