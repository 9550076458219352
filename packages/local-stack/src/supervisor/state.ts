import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import type { ServerName } from '../settings/servers.ts'
import { serverName } from '../settings/servers.ts'
import type { Settings } from '../settings/settings.ts'
import { writeWhole } from '../system/writeWhole.ts'
import { portsPath, statePath } from './paths.ts'

const recordedProcess = z.object({
  pid: z.number().int(),
  identity: z.string(),
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
})
const state = z.object({ socketPath: z.string(), servers: z.partialRecord(serverName, recordedProcess) })
const ports = z.record(z.string(), z.number().int())

export type RecordedProcess = z.output<typeof recordedProcess>
export type State = { socketPath: string; servers: Partial<Record<ServerName, RecordedProcess>> }

/** What a supervisor wrote last; undefined when none has, or when it cannot be understood. */
export function readState(settings: Settings): State | undefined {
  return state.safeParse(readJson(statePath(settings))).data
}

export function writeState(settings: Settings, value: State): void {
  writeWhole(statePath(settings), JSON.stringify(value, undefined, 2))
}

export function removeState(settings: Settings): void {
  rmSync(statePath(settings), { force: true })
}

export function readPorts(settings: Settings): Record<string, number> {
  return ports.safeParse(readJson(portsPath(settings))).data ?? {}
}

export function writePorts(settings: Settings, value: Record<string, number>): void {
  writeWhole(portsPath(settings), JSON.stringify(value, undefined, 2))
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
