import { parseArgs } from 'node:util'
import { told, UsageError } from './told.ts'
import { type CommandName, usages } from './usage.ts'

const lingerMs = 3_000

type Options = Record<string, { type: 'string' | 'boolean' }>

/**
 * Runs a command to its end. Its exit code is what `work` gives, 0 when it gives none, 1 when it throws: what an
 * operator can mend is told in a line.
 */
export async function runCommand(work: () => Promise<number | undefined>): Promise<void> {
  endWithReader()
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    console.error(told(error))
    process.exitCode = 1
  }
  endSoon()
}

/** A client of a server that never answers may keep the process for ever: what was to be said has been said. */
function endSoon(): void {
  const timer = setInterval(() => {
    if (process.stdout.writableLength === 0) process.exit()
  }, lingerMs)
  timer.unref()
}

/** As in `… --json | head`: who reads has enough, which is no failure. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

/** What was given to a command, without `--env`, which the configuration reads. `--help` is answered and ends it. @throws UsageError */
export function givenTo<O extends Options>(
  name: CommandName,
  options: O,
  args: readonly string[] = process.argv.slice(2),
) {
  const all = { ...options, env: { type: 'string' as const }, help: { type: 'boolean' as const } }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: all, allowPositionals: true, strict: true })
    if (process.argv.slice(2).includes('--help')) {
      console.log(usages[name])
      process.exit(0)
    }
    return { values, positionals }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number from `least` (1) on. @throws UsageError */
export function countIn(text: string, option: string, least = 1): number {
  const count = /^[0-9]{1,15}$/.test(text) ? Number(text) : -1
  if (count >= least) return count
  throw new UsageError(`${option} takes a whole number from ${least} on, not ${text}`)
}

/** An instant of the past, as RFC 3339 has it. @throws UsageError */
export function instantIn(text: string, option: string): Date {
  const instant = new Date(text)
  if (instant.getTime() <= Date.now() && text.endsWith('Z')) return instant
  throw new UsageError(`${option} takes an instant of the past, as 2026-11-21T15:00:00.000Z, not ${text}`)
}

/** The one thing a command is about. @throws UsageError */
export function onlyOne(positionals: readonly string[], what: string): string {
  const [one, ...more] = positionals
  if (one === undefined) throw new UsageError(`${what} is missing`)
  if (more.length > 0) throw new UsageError(`not understood: ${more.join(' ')}`)
  return one
}

/** For commands that take none. @throws UsageError */
export function noneOf(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new UsageError(`not understood: ${positionals.join(' ')}`)
}
