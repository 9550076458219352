import type { System } from '@gavel/launcher'
import { coresBetween, cpuSeconds } from '../bids/cpu.ts'
import { bidderTokens } from '../bids/lots.ts'
import { progressOf, report } from '../bids/report.ts'
import type { Course, Round } from '../bids/round.ts'
import type { Programs } from '../programs.ts'
import type { Settings } from '../settings.ts'
import { withSystem } from '../withSystem.ts'
import { createShelf, type Shelf } from './shelf.ts'

const warmUpMs = 5_000
const leadInMs = 1_500

/** One hot SKU, or many; with an idempotency key for each order, or without. */
type OrderCourse = Course & { skus: number; keys: boolean }

const courses: readonly OrderCourse[] = [
  { name: 'bare route', bare: true, skus: 1, keys: false },
  { name: 'hot: 1 SKU', bare: false, skus: 1, keys: false },
  { name: 'spread: 200 SKUs', bare: false, skus: 200, keys: false },
  { name: 'hot, a key each', bare: false, skus: 1, keys: true },
]

/** Orders as fast as they are answered, with every service running, in turns with a bare express route. Prints a report. */
export function benchOrders({ seconds, rounds, connections }: Settings, signal: AbortSignal): Promise<void> {
  return withSystem(signal, async ({ system, bareUrl, programs }) => {
    const [commandApiUrl] = system.commandApiUrls
    const [queryApiUrl] = system.queryApiUrls
    if (commandApiUrl === undefined || queryApiUrl === undefined) throw new Error('a system has both sides')
    const shelf = await createShelf(commandApiUrl, queryApiUrl)
    const bench = { system, programs, shelf, bareUrl, commandApiUrl, tokens: await bidderTokens() }
    for (const course of courses) {
      signal.throwIfAborted()
      const round = await runRound(bench, course, { connections: Math.max(...connections), measuredMs: warmUpMs })
      console.error(progressOf(round, 'warm-up, not counted'))
    }
    const done: Round[] = []
    for (const count of connections) {
      for (let number = 1; number <= rounds; number += 1) {
        for (const course of courses) {
          signal.throwIfAborted()
          const round = await runRound(bench, course, { connections: count, measuredMs: seconds * 1_000 })
          console.error(progressOf(round, `round ${number}`))
          done.push(round)
        }
      }
    }
    console.log(report(done))
  })
}

type Bench = {
  system: System
  programs: Programs
  shelf: Shelf
  bareUrl: string
  commandApiUrl: string
  tokens: readonly string[]
}

/** Fresh SKUs, load, and the wait until every order is found, so that the next round begins in peace. */
async function runRound(
  { system, programs, shelf, bareUrl, commandApiUrl, tokens }: Bench,
  course: OrderCourse,
  { connections, measuredMs }: { connections: number; measuredMs: number },
): Promise<Round> {
  const { bare, skus, keys } = course
  const orders = bare ? ['any'] : (await shelf.add(skus)).map(({ skuId }) => skuId)
  const before = await cpuSeconds(system)
  const beginMs = performance.now()
  const url = bare ? bareUrl : commandApiUrl
  const result = await programs.load({ url, orders, keys, tokens: [...tokens], connections, leadInMs, measuredMs })
  const cores = coresBetween(before, await cpuSeconds(system), performance.now() - beginMs)
  return { ...result, course, connections, cores, catchUpMs: bare ? 0 : await shelf.catchUpMs() }
}
