import type { System } from '@gavel/launcher'
import type { JobResult } from '../load/job.ts'
import type { Programs } from '../programs.ts'
import { catchUpMs } from './catchUp.ts'
import { coresBetween, cpuSeconds } from './cpu.ts'
import { listLots, startingPrice } from './lots.ts'

/** What is driven, the bare route or the service. */
export type Course = { name: string; bare: boolean }
/** One hot lot, or many. */
type LotCourse = Course & { lots: number }

export const courses: readonly LotCourse[] = [
  { name: 'bare route', lots: 1, bare: true },
  { name: 'hot: 1 lot', lots: 1, bare: false },
  { name: 'spread: 200 lots', lots: 200, bare: false },
]

export type Round = JobResult & {
  course: Course
  connections: number
  /** How long after the last bid (or order) the read side showed it; 0 for the bare route. */
  catchUpMs: number
  /** Busy cores of each service while the load ran. */
  cores: ReadonlyMap<string, number>
}

export type Bench = {
  system: System
  bareUrl: string
  programs: Programs
  tokens: readonly string[]
  measuredMs: number
}

const leadInMs = 1_500

/** Fresh lots, load, and the wait until the read side has caught up, so that the next round begins in peace. */
export async function runRound(bench: Bench, course: LotCourse, connections: number): Promise<Round> {
  const { system, programs, tokens, measuredMs } = bench
  const [commandApiUrl] = system.commandApiUrls
  const [queryApiUrl] = system.queryApiUrls
  if (commandApiUrl === undefined || queryApiUrl === undefined) throw new Error('a system has both sides')
  const ids = course.bare ? ['any'] : await listLots(commandApiUrl, course.lots)
  const before = await cpuSeconds(system)
  const beginMs = performance.now()
  const result = await programs.load({
    url: course.bare ? bench.bareUrl : commandApiUrl,
    targets: ids.map((id) => ({ path: `/v1/auctions/${id}/bids`, firstAmount: startingPrice + 1 })),
    tokens: [...tokens],
    connections,
    leadInMs,
    measuredMs,
  })
  const cores = coresBetween(before, await cpuSeconds(system), performance.now() - beginMs)
  const written = ids
    .map((id, index) => ({ id, version: result.versions[index] ?? 0 }))
    .filter(({ version }) => version > 0)
  return { ...result, course, connections, cores, catchUpMs: course.bare ? 0 : await catchUpMs(queryApiUrl, written) }
}
