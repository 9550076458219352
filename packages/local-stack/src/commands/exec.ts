import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { leaseStack } from '../leaseStack.ts'
import { developmentScope } from '../scope/scope.ts'
import { serviceEnvironment, serviceNames, stackVariables } from '../scope/serviceEnvironment.ts'
import { startReaper } from '../supervisor/reaper.ts'
import { messageOf } from '../system/errors.ts'
import { sendSignal } from '../system/processes.ts'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Short: whatever listens at the addresses next is none of the command's business. */
const endWithoutStackMs = 2_000
const lostExitCode = 1

/** Runs a command as one service of the development scope, for as long as it lasts; gives its exit code. Ends it, and gives 1, when the stack is lost. */
export async function exec(args: readonly string[]): Promise<number> {
  const separator = args.indexOf('--')
  const [command, ...commandArgs] = separator < 0 ? [] : args.slice(separator + 1)
  const { values } = parseArgs({
    args: args.slice(0, Math.max(separator, 0)),
    options: { service: { type: 'string' } },
  })
  const service = z.enum(serviceNames).safeParse(values.service)
  if (!service.success || !command) {
    throw new Error(`stack exec --service <${serviceNames.join('|')}> -- <command …>`)
  }

  const interrupted = new AbortController()
  const interrupt = (signal: NodeJS.Signals) => interrupted.abort(new Error(`interrupted by ${signal}`))
  for (const signal of forwarded) process.on(signal, interrupt)
  const onProgress = (line: string) => void process.stderr.write(`stack ${line}\n`)
  const lease = await leaseStack({ onProgress, signal: interrupted.signal })
  try {
    const scope = await developmentScope(lease.addresses)
    interrupted.signal.throwIfAborted()
    for (const signal of forwarded) process.off(signal, interrupt)
    const inherited = Object.entries(process.env).filter(([name]) => !stackVariables.some((known) => known === name))
    const environment = { ...Object.fromEntries(inherited), ...serviceEnvironment(scope, service.data) }
    return await runForwarding(command, commandArgs, environment, lease.lost)
  } finally {
    await lease.release()
  }
}

/**
 * The command leads its own process group: Ctrl-C in a terminal reaches the whole foreground group, and a service that
 * got it from the terminal and from us would take the second for impatience. The reaper ends it should we be killed.
 */
function runForwarding(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  lost: AbortSignal,
): Promise<number> {
  const reaper = startReaper()
  const child = spawn(command, args, { stdio: 'inherit', env, detached: true })
  const { pid } = child
  // As the terminal does it: an interrupt is for the whole group, a request to end for its leader, who passes it on.
  const forward = (signal: NodeJS.Signals) => void (pid && sendSignal(signal === 'SIGTERM' ? pid : -pid, signal))
  for (const signal of forwarded) process.on(signal, forward)
  if (pid) reaper.add(pid, 'SIGTERM')
  let kill: NodeJS.Timeout | undefined
  const endIt = () => {
    console.error(`stack: ${messageOf(lost.reason)}; ${command} is ended`)
    if (!pid) return
    sendSignal(-pid, 'SIGTERM')
    kill = setTimeout(() => sendSignal(-pid, 'SIGKILL'), endWithoutStackMs)
  }
  if (lost.aborted) endIt()
  else lost.addEventListener('abort', endIt)
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${command}: ${messageOf(error)}`, { cause: error })))
    child.once('exit', (code, signal) => {
      clearTimeout(kill)
      lost.removeEventListener('abort', endIt)
      // What it left running in its group would lose the servers in a moment.
      if (pid) {
        sendSignal(-pid, lost.aborted ? 'SIGKILL' : 'SIGTERM')
        reaper.remove(pid)
      }
      reaper.close()
      const exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
      resolve(lost.aborted ? exitCode || lostExitCode : exitCode)
    })
  })
}
