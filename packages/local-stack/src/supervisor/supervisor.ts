import type { Socket } from 'node:net'
import { type ServerAddresses, type ServerName, serverNames } from '../settings/servers.ts'
import type { Settings } from '../settings/settings.ts'
import { messageOf } from '../system/errors.ts'
import { readLines, writeLine } from '../system/jsonLines.ts'
import { processIdentity } from '../system/processes.ts'
import { createClaimPort } from './claimPort.ts'
import { type Holder, type Reply, type Request, request, type ServerStatus } from './protocol.ts'
import type { Reaper } from './reaper.ts'
import { createRevival, type Revival } from './revival.ts'
import { createServer, type Server } from './server.ts'
import { writeState } from './state.ts'

export type Supervisor = { accept(socket: Socket): void; stop(): Promise<void> }

type Lease = { holder: Holder; servers: readonly ServerName[]; fail?: ((message: string) => void) | undefined }

/** Long enough for `pnpm stack exec a && pnpm stack exec b` and for Jest's watch mode, short enough to be no surprise. */
const graceMs = 1_000
/** For the first lease after the start. */
const firstLeaseMs = 15_000

/** Owns the servers and knows who needs them. `onIdle` is called once, when nobody does any more. */
export function createSupervisor(options: {
  settings: Settings
  socketPath: string
  reaper: Reaper
  log: (line: string) => void
  onIdle: () => void
}): Supervisor {
  const { settings, socketPath, reaper, log, onIdle } = options
  const leases = new Map<Socket, Lease>()
  const known = new Map<ServerName, number>()
  let kept = false
  const stopping = new AbortController()
  let idle: NodeJS.Timeout | undefined

  const say = (line: string) => {
    log(line)
    for (const socket of leases.keys()) send(socket, { type: 'progress', line })
  }

  const hooks = {
    say,
    changed(name: ServerName) {
      const before = known.get(name)
      if (before) reaper.remove(before)
      known.delete(name)
      const running = servers[name].running()
      if (running) {
        reaper.add(running.process.pid, running.launch.stopSignal)
        known.set(name, running.process.pid)
      }
      record()
    },
    died(name: ServerName, message: string) {
      log(message)
      for (const [socket, lease] of leases) {
        if (!lease.servers.includes(name)) continue
        if (lease.fail) lease.fail(message)
        else send(socket, { type: 'progress', line: message })
      }
      void revivals[name].begin()
    },
    isHeld: (name: ServerName) => [...leases.values()].some((held) => !held.fail && held.servers.includes(name)),
    displaced(name: ServerName, message: string) {
      log(message)
      for (const [socket, held] of leases) {
        if (held.fail || !held.servers.includes(name)) continue
        send(socket, { type: 'lost', message })
        socket.end()
      }
    },
  }

  const claimPort = createClaimPort(settings)
  const create = (name: ServerName) => createServer(name, settings, claimPort, hooks)
  const servers: Record<ServerName, Server> = {
    postgres: create('postgres'),
    kafka: create('kafka'),
    redis: create('redis'),
    elasticsearch: create('elasticsearch'),
  }
  const revive = (name: ServerName) =>
    createRevival({
      start: () => servers[name].ensure(),
      isWanted: () => kept || hooks.isHeld(name),
      say: (line) => say(`${name} ${line}`),
      signal: stopping.signal,
    })
  const revivals: Record<ServerName, Revival> = {
    postgres: revive('postgres'),
    kafka: revive('kafka'),
    redis: revive('redis'),
    elasticsearch: revive('elasticsearch'),
  }

  /** Written after every change: should we and the reaper both be killed, the next supervisor finds what is left. */
  const record = () => {
    const recorded = [...known].flatMap(([name, pid]) => {
      const identity = processIdentity(pid)
      const running = servers[name].running()
      return identity && running ? [[name, { pid, identity, stopSignal: running.launch.stopSignal }] as const] : []
    })
    writeState(settings, { socketPath, servers: Object.fromEntries(recorded) })
  }

  const rest = (afterMs: number) => {
    clearTimeout(idle)
    if (kept || leases.size > 0 || stopping.signal.aborted) return
    idle = setTimeout(onIdle, afterMs)
  }

  const lease = async (socket: Socket, wanted: Lease) => {
    clearTimeout(idle)
    const failed = new Promise<never>((_, reject) => {
      wanted.fail = (message) => reject(new Error(message))
    })
    leases.set(socket, wanted)
    try {
      const addresses = await Promise.race([startAll(wanted.servers), failed])
      send(socket, { type: 'ready', addresses })
    } catch (error) {
      send(socket, { type: 'failed', message: messageOf(error) })
    } finally {
      wanted.fail = undefined
      failed.catch(() => {})
    }
  }

  /** Everything that is not installed is told at once, before minutes are spent on the rest. */
  const startAll = async (names: readonly ServerName[]): Promise<ServerAddresses> => {
    const choices = await Promise.allSettled(names.map((name) => servers[name].choose()))
    const missing = choices.flatMap((choice) => (choice.status === 'rejected' ? [messageOf(choice.reason)] : []))
    if (missing.length > 0) throw new Error(missing.join('\n'))
    const started = await Promise.all(names.map(async (name) => [name, await servers[name].ensure()] as const))
    return Object.fromEntries(started)
  }

  const status = (): ServerStatus[] =>
    serverNames.flatMap((name) => {
      const running = servers[name].running()
      if (!running) return []
      const { origin, address, process } = running
      return [{ name, origin, address, pid: process.pid, ready: servers[name].isReady() }]
    })

  const answer = (socket: Socket, message: Request) => {
    // Hung up on, a client starts the next supervisor; an answer would name servers that are about to end.
    if (stopping.signal.aborted) return void socket.destroy()
    const holders = [...leases.values()].map((held) => held.holder)
    switch (message.type) {
      case 'lease':
        return void lease(socket, { holder: message.holder, servers: message.servers })
      case 'keep':
        kept = true
        return send(socket, { type: 'kept' })
      case 'down':
        kept = false
        send(socket, { type: 'down', holders })
        return rest(0)
      case 'status':
        return send(socket, { type: 'status', pid: process.pid, kept, holders, servers: status() })
    }
  }

  rest(firstLeaseMs)
  return {
    accept(socket) {
      if (stopping.signal.aborted) return void socket.destroy()
      socket.on('error', (error) => log(`a client: ${error.message}`))
      socket.on('close', () => {
        if (leases.delete(socket)) rest(graceMs)
      })
      readLines(socket, request, (message) => answer(socket, message))
    },
    async stop() {
      stopping.abort()
      clearTimeout(idle)
      await Promise.all(serverNames.map((name) => servers[name].stop()))
    },
  }
}

function send(socket: Socket, message: Reply): void {
  writeLine(socket, message)
}
