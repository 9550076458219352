import type { System } from '@gavel/launcher'
import { coresBetween, cpuSeconds } from '../bids/cpu.ts'
import { bidderTokens } from '../bids/lots.ts'
import type { JobInput, JobResult } from '../load/job.ts'
import type { Programs } from '../programs.ts'
import type { Settings } from '../settings.ts'
import { withSystem } from '../withSystem.ts'
import { cacheCounts, hitShare } from './cacheCounts.ts'
import { listCatalogue } from './catalogue.ts'
import { type Course, courses } from './courses.ts'
import { progressOf, report, type SearchRound } from './report.ts'

const leadInMs = 1_500
const warmUpMs = 4_000
/** The bids come on so many of the lots that are searched, by so many at once. */
const lotsBidOn = 100
const bidders = 4
/** Above every starting price. */
const firstAmount = 200_000

/** Searches as fast as they are answered, in turns with a bare express route. Prints a report. */
export function benchSearch({ seconds, rounds, connections }: Settings, signal: AbortSignal): Promise<void> {
  return withSystem(signal, async ({ system, bareUrl, programs }) => {
    const [commandApiUrl] = system.commandApiUrls
    const [queryApiUrl] = system.queryApiUrls
    if (commandApiUrl === undefined || queryApiUrl === undefined) throw new Error('a system has both sides')
    const ids = await listCatalogue(commandApiUrl, queryApiUrl)
    const tokens = [...(await bidderTokens())]
    let amount = firstAmount

    const bidding = (measuredMs: number): JobInput => {
      // Each round goes on above the last one.
      amount += 1_000_000
      const targets = ids.slice(0, lotsBidOn).map((id) => ({ path: `/v1/auctions/${id}/bids`, firstAmount: amount }))
      return { url: commandApiUrl, targets, tokens, connections: bidders, leadInMs, measuredMs }
    }
    const runRound = async (course: Course, count: number, measuredMs: number): Promise<SearchRound> => {
      const job = {
        url: course.bare ? bareUrl : queryApiUrl,
        reads: [...course.reads],
        connections: count,
        leadInMs,
        measuredMs,
      }
      return measured({ system, programs }, course, job, course.withBids ? bidding(measuredMs) : undefined)
    }

    for (const course of courses) {
      signal.throwIfAborted()
      console.error(progressOf(await runRound(course, Math.max(...connections), warmUpMs), 'warm-up, not counted'))
    }
    const done: SearchRound[] = []
    for (const count of connections) {
      for (let number = 1; number <= rounds; number += 1) {
        for (const course of courses) {
          signal.throwIfAborted()
          const round = await runRound(course, count, seconds * 1_000)
          console.error(progressOf(round, `round ${number}`))
          done.push(round)
        }
      }
    }
    console.log(report(done))
  })
}

async function measured(
  { system, programs }: { system: System; programs: Programs },
  course: Course,
  job: JobInput,
  bids: JobInput | undefined,
): Promise<SearchRound> {
  const [countsBefore, cpuBefore, beginMs] = [await cacheCounts(system), await cpuSeconds(system), performance.now()]
  const bidding: Promise<JobResult | undefined> = bids === undefined ? Promise.resolve(undefined) : programs.load(bids)
  const [result, bid] = await Promise.all([programs.load(job), bidding])
  const cores = coresBetween(cpuBefore, await cpuSeconds(system), performance.now() - beginMs)
  return {
    ...result,
    course,
    connections: job.connections,
    cores,
    hitShare: course.bare ? 0 : hitShare(countsBefore, await cacheCounts(system)),
    bidsPerSecond: bid === undefined ? 0 : (bid.accepted * 1_000) / bid.elapsedMs,
  }
}
