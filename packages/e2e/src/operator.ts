import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { serviceEnvironment } from '@gavel/local-stack'
import type { Gavel } from './gavel.ts'

const program = resolve(import.meta.dirname, '../../operator/src/gavel.ts')
const at = resolve(import.meta.dirname, '../test/programs/at.ts')
const limitMs = 120_000

/** What a command has said, and how it has ended. */
export type Ran = { code: number; out: string; told: string }

/** Runs `pnpm gavel …` against this house, as an operator does whose services run elsewhere. */
export const runGavel = (gavel: Gavel, ...args: readonly string[]): Promise<Ran> => watchGavel(gavel, () => {}, ...args)

/** The same, and hands over what it says as it says it. */
export function watchGavel(gavel: Gavel, onSaid: (part: string) => void, ...args: readonly string[]): Promise<Ran> {
  const services = ['command-api', 'projector', 'query-api'] as const
  const environments = services.map((service) => [service, serviceEnvironment(gavel.scope, service)])
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GAVEL_AT: `${process.execPath} ${at} {service}`,
    GAVEL_TEST_SERVICES: JSON.stringify(Object.fromEntries(environments)),
  }
  const argv = [program, '--env', 'test', ...args]
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      argv,
      { env, timeout: limitMs, maxBuffer: 64 * 1_024 * 1_024 },
      (error, out, told) => done({ code: error === null ? 0 : Number(error.code ?? -1), out, told }),
    )
    child.stdout?.on('data', onSaid)
  })
}
