import { spawn } from 'node:child_process'
import type { Account } from './account.ts'

export type RunOptions = {
  limitMs: number
  cwd?: string
  account?: Account | undefined
  environment?: Record<string, string>
  signal?: AbortSignal
  /** Each line of the output as it comes; carriage returns end a line too. */
  onLine?: (line: string) => void
}

const outputCharactersMax = 65_536

/**
 * Runs a program to its end and gives what it wrote to stdout and stderr (the last 64 Ki characters).
 * @throws Error with the end of its output when it fails, is too slow, or cannot be started
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { account, signal } = options
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    signal: AbortSignal.any([AbortSignal.timeout(options.limitMs), ...(signal ? [signal] : [])]),
  })
  let output = ''
  let rest = ''
  const take = (chunk: string) => {
    output = (output + chunk).slice(-outputCharactersMax)
    const lines = (rest + chunk).split(/[\r\n]+/)
    rest = lines.pop() ?? ''
    for (const line of lines) options.onLine?.(line)
  }
  child.stdout.setEncoding('utf8').on('data', take)
  child.stderr.setEncoding('utf8').on('data', take)
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${command} ${args[0] ?? ''}: ${error.message}`, { cause: error })))
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(output)
      else
        reject(
          new Error(`${command} ended with ${code ?? killedBy}:\n${output.trim().split('\n').slice(-20).join('\n')}`),
        )
    })
  })
}
