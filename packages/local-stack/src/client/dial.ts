import { connect, type Socket } from 'node:net'
import type { Settings } from '../settings/settings.ts'
import { readState } from '../supervisor/state.ts'

/** A connection to the supervisor of this home; undefined when none listens. */
export function dialSupervisor(settings: Settings): Promise<Socket | undefined> {
  const path = readState(settings)?.socketPath
  if (!path) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('error', () => resolve(undefined))
    socket.once('connect', () => resolve(socket))
  })
}
