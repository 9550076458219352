import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname, resolve } from 'node:path'
import { logPath } from '../settings/places.ts'
import { type Settings, settingsEnvironment } from '../settings/settings.ts'
import { logTail } from '../system/logTail.ts'
import { until } from '../system/until.ts'
import { dialSupervisor } from './dial.ts'

const mainPath = resolve(import.meta.dirname, '../supervisor/main.ts')
/** Longer than a supervisor takes to stop its servers: the next one waits for it. */
const connectLimitMs = 100_000

/**
 * Connects to the supervisor, starting one when none listens. Many may call at once: the lock decides which one stays.
 * @throws Error with the end of the supervisor's log when it does not come up
 */
export async function reachSupervisor(settings: Settings, signal?: AbortSignal): Promise<Socket> {
  let spawned: Spawned | undefined
  const dial = async () => {
    const socket = await dialSupervisor(settings)
    if (socket) return socket
    if (spawned?.failure) return { failure: spawned.failure }
    // One that ended without failure found another one serving; that one is gone too by now.
    if (!spawned || spawned.hasEnded) spawned = spawnSupervisor(settings)
    throw new Error('no answer from the supervisor')
  }
  const answer = await until(dial, { what: 'The stack did not start', limitMs: connectLimitMs, signal })
  if ('failure' in answer) throw new Error(answer.failure)
  return answer
}

type Spawned = { hasEnded: boolean; failure: string | undefined }

function spawnSupervisor(settings: Settings): Spawned {
  const logFile = logPath(settings, 'supervisor')
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [mainPath], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: settings.home,
    env: { ...process.env, ...settingsEnvironment(settings), NODE_OPTIONS: '' },
  })
  closeSync(log)
  child.unref()
  const spawned: Spawned = { hasEnded: false, failure: undefined }
  child.once('error', (error) => {
    spawned.failure = `The stack did not start: ${error.message}`
  })
  child.once('exit', (code, signal) => {
    spawned.hasEnded = true
    // By a signal: someone killed it, and the next one is started.
    if (code !== 0 && !signal) spawned.failure = `The stack did not start:\n${logTail(logFile, { lines: 10 })}`
  })
  return spawned
}
