import { setTimeout as sleep } from 'node:timers/promises'
import { probes } from '../probes/probe.ts'
import { type Choice, chooseRecipe, type Origin } from '../servers/choose.ts'
import type { Launch } from '../servers/recipe.ts'
import { logPath } from '../settings/places.ts'
import type { ServerName } from '../settings/servers.ts'
import type { Settings } from '../settings/settings.ts'
import { messageOf } from '../system/errors.ts'
import { isFree } from '../system/ports.ts'
import { until } from '../system/until.ts'
import type { ClaimPort } from './claimPort.ts'
import { type ServerProcess, startProcess } from './serverProcess.ts'

export type RunningServer = { origin: Origin; address: string; process: ServerProcess; launch: Launch }

export type Server = {
  /** Whether this machine can run it, and how. */
  choose(): Promise<Choice>
  /** Starts it unless it runs; many callers share one start. Resolves with the address once it answers its protocol. */
  ensure(): Promise<string>
  running(): RunningServer | undefined
  isReady(): boolean
  stop(): Promise<void>
}

export type ServerHooks = {
  say(line: string): void
  /** A process was started or has ended. */
  changed(name: ServerName): void
  /** It ended by itself after it had been ready. */
  died(name: ServerName, message: string): void
  /** Somebody was given its address and counts on it. */
  isHeld(name: ServerName): boolean
  /** While it was away a stranger of its kind came up at the address that its holders know. */
  displaced(name: ServerName, message: string): void
}

const answerEveryMs = 100
const attemptsMax = 3
const strangerLimitMs = 5_000

/**
 * One server's life: absent → starting → ready → absent again, when stopped or dead. The next `ensure` starts it anew, at
 * the same address as long as somebody holds that.
 */
export function createServer(name: ServerName, settings: Settings, claimPort: ClaimPort, hooks: ServerHooks): Server {
  const stopping = new AbortController()
  let choice: Promise<Choice> | undefined
  let starting: Promise<string> | undefined
  let running: RunningServer | undefined
  let ready = false
  let known: { port: number; address: string } | undefined

  const choose = () => {
    choice ??= chooseRecipe(name, settings).catch((error) => {
      // Something may be installed until the next question.
      choice = undefined
      throw error
    })
    return choice
  }

  const say = (line: string) => hooks.say(`${name}: ${line}`)

  /** The port its holders know, or undefined when there are none: then any will do. */
  const heldPort = async (origin: Origin): Promise<number | undefined> => {
    if (!known || !hooks.isHeld(name)) return undefined
    // A container may have outlived its `compose up`, and be taken up again by the next.
    if (origin === 'docker' || (await isFree(known.port))) return known.port
    const message = `port ${known.port}, where its users look for it, was taken by another program`
    const { address } = known
    const silent = sleep(strangerLimitMs, undefined, { ref: false }).then(() => Promise.reject(new Error('silent')))
    await Promise.race([probes[name](address), silent]).then(
      () => hooks.displaced(name, `${name}: ${message}, and a stranger answers there`),
      () => {},
    )
    throw new Error(message)
  }

  const start = async (attempt = 1): Promise<string> => {
    const { origin, recipe } = await choose()
    const { signal } = stopping
    const ports: number[] = []
    const claim: ClaimPort = async (use, usual) => {
      const port = (use === name ? await heldPort(origin) : undefined) ?? (await claimPort(use, usual))
      ports.push(port)
      return port
    }
    const launch = await recipe.prepare({ settings, claimPort: claim, say, signal })
    signal.throwIfAborted()
    const startedMs = performance.now()
    const process = await startProcess(launch, logPath(settings, name))
    running = { origin, address: launch.address, process, launch }
    hooks.changed(name)
    void process.ended.then((reason) => {
      const wasReady = ready
      running = undefined
      ready = false
      if (wasReady) starting = undefined
      hooks.changed(name)
      if (wasReady && !signal.aborted) hooks.died(name, `${name} ${reason}`)
    })
    try {
      await answered(name, launch, process, signal)
    } catch (error) {
      await process.stop()
      // A port is free when it is chosen; another program may be quicker to use it.
      const free = await Promise.all(ports.map(isFree))
      if (signal.aborted || attempt >= attemptsMax || free.every(Boolean)) throw error
      say('its port was taken meanwhile, trying another')
      return start(attempt + 1)
    }
    ready = true
    const port = portOf(launch.address)
    known = { port, address: launch.address }
    say(`ready at port ${port} after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
    return launch.address
  }

  return {
    choose,
    ensure() {
      starting ??= start().catch((error) => {
        starting = undefined
        throw new Error(`${name}: ${messageOf(error)}`, { cause: error })
      })
      return starting
    },
    running: () => running,
    isReady: () => ready,
    async stop() {
      stopping.abort(new Error('the stack is being stopped'))
      await running?.process.stop()
      await starting?.catch(() => {})
    },
  }
}

/** Resolves when it answers as itself; rejects with the end of its log when it ends first. */
async function answered(name: ServerName, launch: Launch, process: ServerProcess, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const check = async () => {
    const identity = await probes[name](launch.address)
    const expected = launch.identity?.(process.pid)
    if (expected !== undefined && identity !== expected) throw new Error(`another server answers at ${launch.address}`)
  }
  const ended = process.ended.then((reason) => {
    throw new Error(reason)
  })
  const answer = until(check, {
    what: 'it did not answer',
    limitMs: launch.readyLimitMs,
    everyMs: answerEveryMs,
    signal: AbortSignal.any([signal, over.signal]),
  })
  try {
    await Promise.race([answer, ended])
    if (process.hasEnded()) await ended
  } finally {
    over.abort()
    answer.catch(() => {})
    ended.catch(() => {})
  }
}

function portOf(address: string): number {
  const port = Number(/:(\d+)(?:\/|$)/.exec(address)?.[1])
  if (!port) throw new Error(`no port in ${address}`)
  return port
}
