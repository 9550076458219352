import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'

const directory = resolve(import.meta.dirname, '../../k6')

export const scripts: readonly string[] = readdirSync(directory)
  .filter((name) => name.endsWith('.js'))
  .map((name) => name.slice(0, -'.js'.length))

export const usage = `usage: pnpm load ${scripts.join('|')} [options of k6 run]
GAVEL_URL (http://localhost:4000), VUS (1000), RAMP (1m), DURATION (1m) and K6 (k6) are read from the environment.`

export const howToGetK6 =
  'k6 is not installed: `go install go.k6.io/k6@latest` puts it into $(go env GOPATH)/bin. ' +
  'Put that on PATH, or name the program by K6.'

/** The process around a run, which a test replaces. */
export type Surroundings = { environment: NodeJS.ProcessEnv; say(line: string): void }

/** Runs one of the scripts, to its end, with the terminal handed over. Gives the exit code: k6's own, 1 without k6. */
export async function runScript(
  [name = '', ...options]: readonly string[],
  { environment, say }: Surroundings,
): Promise<number> {
  if (!scripts.includes(name)) {
    say(usage)
    return 1
  }
  const program = environment.K6 ?? 'k6'
  const child = spawn(program, ['run', ...options, join(directory, `${name}.js`)], {
    env: environment,
    stdio: 'inherit',
  })
  const { promise, resolve: end } = Promise.withResolvers<number>()
  // Ctrl-C reaches both: k6 ends in good order and says what it has measured, so this one waits for it.
  const onSignal = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  child.once('error', (error: NodeJS.ErrnoException) => {
    say(error.code === 'ENOENT' ? howToGetK6 : `${program} could not be started: ${error.message}`)
    end(1)
  })
  child.once('close', (code, signal) => end(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  const code = await promise
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
  return code
}
