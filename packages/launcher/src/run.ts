import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import type { Reaper } from '@gavel/local-stack'

export type Exit = { code: number | null; signal: NodeJS.Signals | null }

/** A running program in a process group of its own. */
export type Run = {
  pid: number
  /** Resolves when it has ended and its last line was handed over; never rejects. */
  ended: Promise<Exit>
  /** To the whole group; nothing happens when it is gone. */
  signal(signal: NodeJS.Signals): void
}

export type Program = {
  command: string
  args: readonly string[]
  directory: string
  environment: Record<string, string>
  /** Lets others go first when the processor is short. */
  yields: boolean
  onLine(line: string): void
}

/** @throws Error when the program can not be started at all. */
export function run(program: Program, reaper: Reaper): Run {
  const child = spawn(program.command, program.args, {
    cwd: program.directory,
    env: program.environment,
    // Its own group: a Ctrl-C at the terminal reaches the launcher alone, which stops its services in good order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid !== undefined && program.yields) yieldToOthers(pid)
  const ended = new Promise<Exit>((resolve) => {
    child.once('error', (error) => {
      program.onLine(String(error))
      resolve({ code: null, signal: null })
    })
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  if (pid === undefined) throw new Error(`${program.command} could not be started in ${program.directory}`)
  reaper.add(pid, 'SIGTERM')
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', program.onLine)
  child.once('exit', () => {
    // Whatever the service itself started goes with it; only then is the number free for others.
    signalGroup(pid, 'SIGKILL')
    reaper.remove(pid)
  })
  return { pid, ended, signal: (signal) => signalGroup(pid, signal) }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    // By its shape: under Jest an error of the system is no instance of the test's own Error.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH') return
    throw error
  }
}

export const describeExit = ({ code, signal }: Exit): string =>
  signal === null ? `ended with exit code ${code ?? 'none'}` : `was ended by ${signal}`

function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not let us: both are known by other means, or do no harm.
  }
}
