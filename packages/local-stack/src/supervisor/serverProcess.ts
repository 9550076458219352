import { spawn } from 'node:child_process'
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Launch } from '../servers/recipe.ts'
import { logTail } from '../system/logTail.ts'
import { sendSignal } from '../system/processes.ts'

export type ServerProcess = {
  pid: number
  /** How it ended, in words, with the end of its log. */
  ended: Promise<string>
  hasEnded(): boolean
  /** Gracefully, then by SIGKILL; resolves when the whole group is gone. */
  stop(): Promise<void>
}

const logBytesMax = 10_000_000
const tailLines = 20

/**
 * Starts the server as the leader of its own process group, so that nothing it starts is ever left behind.
 * @throws Error when the program cannot be started at all
 */
export async function startProcess(launch: Launch, logFile: string): Promise<ServerProcess> {
  mkdirSync(dirname(logFile), { recursive: true })
  if (existsSync(logFile) && statSync(logFile).size > logBytesMax) renameSync(logFile, `${logFile}.old`)
  const log = openSync(logFile, 'a', 0o644)
  const { size } = fstatSync(log)
  const child = spawn(launch.command, launch.args, {
    cwd: launch.cwd,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, NODE_OPTIONS: '', ...launch.environment },
    ...(launch.account ? { uid: launch.account.uid, gid: launch.account.gid } : {}),
  })
  closeSync(log)
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${launch.command} has no pid`)

  let hasEnded = false
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true
      // Helpers of its own that it left behind (Elasticsearch's server under its launcher) go with it.
      sendSignal(-pid, 'SIGKILL')
      const tail = logTail(logFile, { lines: tailLines, fromByte: size })
      resolve(`ended with ${signal ?? `code ${code}`}${tail && `. The end of ${logFile}:\n${tail}`}`)
    })
  })

  const stop = async () => {
    if (hasEnded) return
    sendSignal(pid, launch.stopSignal)
    const kill = setTimeout(() => sendSignal(-pid, 'SIGKILL'), launch.stopLimitMs)
    await ended
    clearTimeout(kill)
  }
  return { pid, ended, hasEnded: () => hasEnded, stop }
}
