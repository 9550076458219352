import type { Reaper } from '@gavel/local-stack'
import type { LogSink } from './logs.ts'
import { untilReady } from './readiness.ts'
import { createRestarts } from './restarts.ts'
import { describeExit, type Exit, type Program, type Run, run } from './run.ts'
import type { ServiceName } from './services.ts'

export type ServiceProcess = {
  name: ServiceName
  /** From 1. */
  instance: number
  /** Where it answers HTTP, when it does. */
  url?: string
  adminUrl: string
  /** Undefined while it is not running. */
  pid(): number | undefined
  /** Resolves when the process is gone; it stays away until `start`. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Again, on the same ports, until ready. Rejects with the end of its log when it ends or is not ready in time. */
  start(): Promise<void>
  /** SIGTERM, and SIGKILL when that is not enough in time. */
  stop(): Promise<void>
}

export type ServiceOptions = {
  name: ServiceName
  instance: number
  label: string
  url?: string
  adminUrl: string
  program: Omit<Program, 'onLine'>
  log: LogSink
  reaper: Reaper
  /** Start it again when it dies by itself. */
  restart: boolean
  readyLimitMs: number
  stopLimitMs: number
  onNotice(line: string): void
  /** Gives up starting. */
  signal?: AbortSignal
}

/** One service as a process of its own: `start` it first. */
export function createServiceProcess(options: ServiceOptions): ServiceProcess {
  const { label, log, stopLimitMs } = options
  let current: Run | undefined
  let isUp = false
  /** From `start` until `kill` or `stop`. */
  let isWanted = false
  const onNotice = (text: string): void => options.onNotice(`${label} ${text}`)
  const restarts = createRestarts({ start: () => launch(), onNotice })

  const onEnd = (exit: Exit): void => {
    current = undefined
    // Before it is up, whoever called start() is told; after a kill or a stop there is nothing to tell.
    if (!isUp) return
    isUp = false
    onNotice(describeExit(exit))
    if (options.restart) restarts.begin()
  }

  async function launch(): Promise<void> {
    if (current !== undefined) throw new Error(`${label} is running already`)
    const launched = run({ ...options.program, onLine: log.write }, options.reaper)
    current = launched
    const ended = launched.ended.then(onEnd)
    try {
      await readyOrEnded(options, launched)
    } catch (error) {
      // A service that hangs while it starts is no better than one that ended.
      launched.signal('SIGKILL')
      await ended
      throw error
    }
    if (!isWanted) {
      // It got ready when it had been told to end: were it taken for up, its end would bring it back.
      await ended
      throw new Error(`${label} was stopped while starting`)
    }
    isUp = true
    restarts.started()
  }

  function start(): Promise<void> {
    isWanted = true
    return launch()
  }

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    isUp = false
    isWanted = false
    restarts.cancel()
    current?.signal(signal)
    await current?.ended
  }

  const stop = async (): Promise<void> => {
    const insist = setTimeout(() => {
      onNotice(`did not stop within ${stopLimitMs / 1_000} s and is killed`)
      current?.signal('SIGKILL')
    }, stopLimitMs)
    await kill('SIGTERM')
    clearTimeout(insist)
  }

  return {
    name: options.name,
    instance: options.instance,
    ...(options.url === undefined ? {} : { url: options.url }),
    adminUrl: options.adminUrl,
    pid: () => current?.pid,
    kill,
    start,
    stop,
  }
}

/** @throws Error with the end of the log when it ends, or is not ready within the limit. */
async function readyOrEnded(options: ServiceOptions, launched: Run): Promise<void> {
  const { label, log, adminUrl, readyLimitMs, signal } = options
  const giveUp = new AbortController()
  let reason = 'no answer'
  const limit = AbortSignal.timeout(readyLimitMs)
  const aborts = AbortSignal.any([giveUp.signal, limit, ...(signal ? [signal] : [])])
  const ready = untilReady(adminUrl, aborts, (latest) => {
    reason = latest
  })
  const exit = await Promise.race([ready, launched.ended])
  giveUp.abort()
  signal?.throwIfAborted()
  if (exit !== undefined) throw new Error(`${label} ${describeExit(exit)} while starting:\n${log.tail()}`)
  if (limit.aborted) {
    throw new Error(`${label} is not ready after ${readyLimitMs / 1_000} s (${reason}):\n${log.tail()}`)
  }
}
