import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { dialSupervisor } from '../client/dial.ts'
import { readSettings } from '../settings/settings.ts'
import { messageOf } from '../system/errors.ts'
import { type Lock, tryLock } from '../system/lock.ts'
import { endOrphans } from './orphans.ts'
import { lockPath, newSocketPath } from './paths.ts'
import { startReaper } from './reaper.ts'
import { removeState, writeState } from './state.ts'
import { createSupervisor } from './supervisor.ts'

/** Started detached by a client; stdout and stderr are `logs/supervisor.log`. */
const log = (line: string) => console.log(`${new Date().toISOString()} ${process.pid} ${line}`)
const settings = readSettings()
const lockWaitMs = 90_000

/** Undefined when another supervisor serves this home. One that is just stopping is waited for. */
async function becomeTheOne(): Promise<Lock | undefined> {
  const deadlineMs = performance.now() + lockWaitMs
  for (;;) {
    const lock = tryLock(lockPath(settings))
    if (lock) return lock
    const other = await dialSupervisor(settings)
    other?.destroy()
    if (other) return undefined
    if (performance.now() > deadlineMs)
      throw new Error(`${lockPath(settings)} is held by a process that does not answer`)
    await sleep(100)
  }
}

async function supervise(lock: Lock): Promise<void> {
  await endOrphans(settings, log)
  const socketPath = newSocketPath(settings)
  const reaper = startReaper()
  let stopping: Promise<void> | undefined
  const supervisor = createSupervisor({
    settings,
    socketPath,
    reaper,
    log,
    onIdle: () => void stop('nobody needs it', 0),
  })

  const listener = createServer((socket) => supervisor.accept(socket))
  const stop = (reason: string, exitCode: number) => {
    stopping ??= (async () => {
      log(`stopping: ${reason}`)
      // New clients are turned away first: they start the next supervisor, which waits for our lock.
      listener.close()
      rmSync(socketPath, { force: true })
      await supervisor.stop()
      removeState(settings)
      reaper.close()
      log('stopped')
      lock.release()
      process.exit(exitCode)
    })()
    return stopping
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal, 0))
  process.on('uncaughtException', (error) => void stop(error.stack ?? messageOf(error), 1))

  // We hold the lock: a socket file that is there belongs to nobody.
  rmSync(socketPath, { force: true })
  writeState(settings, { socketPath, servers: {} })
  listener.listen(socketPath, () => log(`listening at ${socketPath}`))
}

try {
  const lock = await becomeTheOne()
  if (!lock) process.exit(0)
  await supervise(lock)
} catch (error) {
  log(messageOf(error))
  process.exit(1)
}
