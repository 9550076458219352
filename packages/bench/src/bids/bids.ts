import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startSystem } from '@gavel/launcher'
import { createScope, leaseStack } from '@gavel/local-stack'
import { z } from 'zod'
import { createPrograms } from '../programs.ts'
import { bidderTokens } from './lots.ts'
import { progressOf, report } from './report.ts'
import { courses, type Round, runRound } from './round.ts'

export const usage = 'pnpm bench bids [--seconds 10] [--rounds 3] [--connections 64,8]'

const whole = (most: number) => z.coerce.number().int().min(1).max(most)

const settings = z.object({
  seconds: whole(600),
  rounds: whole(100),
  connections: z
    .string()
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.int().min(1).max(1_000)).min(1)),
})
export type BidsSettings = z.output<typeof settings>

/** @throws Error that says which option is wrong. */
export function readBidsSettings(argv: readonly string[]): BidsSettings {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '64,8' },
    },
  })
  const parsed = settings.safeParse(values)
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}

/** A service that has just started compiles while it answers: for some seconds it measures the compiler. */
const warmUpMs = 5_000

const logsDirectory = resolve(import.meta.dirname, '../../../../.gavel/bench')

/** Bids as fast as they are answered, with every service running, in turns with a bare express route. Prints a report. */
export async function benchBids({ seconds, rounds, connections }: BidsSettings, signal: AbortSignal): Promise<void> {
  const lease = await leaseStack({ onProgress: (line) => console.error(line), signal })
  const scope = await createScope({ addresses: lease.addresses })
  const programs = createPrograms()
  try {
    const logs = { kind: 'directory', path: logsDirectory } as const
    const system = await startSystem({ scope, ports: 'free', environment: 'test', logs, signal })
    const bareRoute = await programs.startBareRoute()
    try {
      const tokens = await bidderTokens()
      const bench = { system, bareUrl: bareRoute.url, programs, tokens, measuredMs: seconds * 1_000 }
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
    } finally {
      await Promise.all([system.stop(), bareRoute.stop()])
    }
  } finally {
    programs.close()
    await scope.drop()
    await lease.release()
  }
}
