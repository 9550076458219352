import type { Socket } from 'node:net'
import type { ServerAddresses, ServerName } from '../settings/servers.ts'
import type { Settings } from '../settings/settings.ts'
import { type Request, reply } from '../supervisor/protocol.ts'
import { readLines, writeLine } from '../system/jsonLines.ts'
import { reachSupervisor } from './start.ts'

export type LeaseOptions = { onProgress?: ((line: string) => void) | undefined; signal?: AbortSignal | undefined }
export type ServerLease = {
  addresses: ServerAddresses
  /** Aborts, with the reason, when the servers are gone without having been released. */
  lost: AbortSignal
  keep(): Promise<void>
  release(): Promise<void>
}

const attemptsMax = 5

/**
 * Leases servers from the supervisor of this home, and waits until they answer. The lease lasts until it is released or
 * this process ends; it does not keep the process alive.
 * @throws Error with the end of the log of a server that cannot be started
 */
export async function leaseServers(
  settings: Settings,
  servers: readonly ServerName[],
  options: LeaseOptions = {},
): Promise<ServerLease> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const lease = await tryLease(settings, servers, options)
    if (lease) return lease
    // It was just stopping, or was killed: the next one is started.
  }
  throw new Error(
    `The stack's supervisor ended ${attemptsMax} times before the servers were ready; see ${settings.home}/logs`,
  )
}

/** Undefined when the supervisor went away before it had an answer. */
async function tryLease(
  settings: Settings,
  servers: readonly ServerName[],
  { onProgress, signal }: LeaseOptions,
): Promise<ServerLease | undefined> {
  const socket = await reachSupervisor(settings, signal)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  let end = 'the stack was stopped while it was in use'
  const addresses = await new Promise<ServerAddresses | undefined>((resolve, reject) => {
    const abort = () => socket.destroy()
    signal?.addEventListener('abort', abort)
    socket.on('error', () => {})
    socket.once('close', () => {
      signal?.removeEventListener('abort', abort)
      if (signal?.aborted) reject(signal.reason)
      resolve(undefined)
    })
    readLines(socket, reply, (message) => {
      if (message.type === 'progress') onProgress?.(message.line)
      if (message.type === 'ready') {
        // From here on the lease is its holder's: whoever interrupts him lets him stop in good order and release it.
        signal?.removeEventListener('abort', abort)
        resolve(message.addresses)
      }
      if (message.type === 'kept') socket.emit('kept')
      if (message.type === 'lost') {
        end = message.message
        socket.destroy()
      }
      if (message.type !== 'failed') return
      socket.destroy()
      reject(new Error(message.message))
    })
    const command = process.argv.slice(1).join(' ').slice(0, 200)
    writeLine(socket, { type: 'lease', servers: [...servers], holder: { pid: process.pid, command } } satisfies Request)
    if (signal?.aborted) abort()
  })
  if (!addresses) return undefined
  const lease = held(socket, addresses, closed)
  lease.lost.addEventListener('abort', () => onProgress?.(end))
  void closed.then(() => lease.end(end))
  return lease
}

function held(
  socket: Socket,
  addresses: ServerAddresses,
  closed: Promise<void>,
): ServerLease & { end(reason: string): void } {
  let isReleased = false
  const lost = new AbortController()
  socket.unref()
  return {
    addresses,
    lost: lost.signal,
    end(reason) {
      if (!isReleased) lost.abort(new Error(reason))
    },
    async keep() {
      const kept = new Promise<void>((resolve) => socket.once('kept', () => resolve()))
      writeLine(socket, { type: 'keep' } satisfies Request)
      socket.ref()
      await Promise.race([kept, closed])
      socket.unref()
      if (socket.destroyed) throw new Error('the stack was stopped')
    },
    async release() {
      isReleased = true
      socket.destroy()
      await closed
    },
  }
}
