import type { Settings } from '../settings.ts'
import { withSystem } from '../withSystem.ts'
import { bidderTokens } from './lots.ts'
import { progressOf, report } from './report.ts'
import { courses, type Round, runRound } from './round.ts'

/** A service that has just started compiles while it answers: for some seconds it measures the compiler. */
const warmUpMs = 5_000

/** Bids as fast as they are answered, with every service running, in turns with a bare express route. Prints a report. */
export function benchBids({ seconds, rounds, connections }: Settings, signal: AbortSignal): Promise<void> {
  return withSystem(signal, async ({ system, bareUrl, programs }) => {
    const tokens = await bidderTokens()
    const bench = { system, bareUrl, programs, tokens, measuredMs: seconds * 1_000 }
    for (const course of courses) {
      signal.throwIfAborted()
      const round = await runRound({ ...bench, measuredMs: warmUpMs }, course, Math.max(...connections))
      console.error(progressOf(round, 'warm-up, not counted'))
    }
    const done: Round[] = []
    for (const count of connections) {
      for (let number = 1; number <= rounds; number += 1) {
        for (const course of courses) {
          signal.throwIfAborted()
          const round = await runRound(bench, course, count)
          console.error(progressOf(round, `round ${number}`))
          done.push(round)
        }
      }
    }
    console.log(report(done))
  })
}
