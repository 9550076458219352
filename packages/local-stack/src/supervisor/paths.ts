import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Settings } from '../settings/settings.ts'

export const lockPath = (settings: Settings) => join(settings.home, 'lock')
export const statePath = (settings: Settings) => join(settings.home, 'state.json')
export const portsPath = (settings: Settings) => join(settings.home, 'ports.json')

/**
 * A socket's path may have about a hundred bytes, which a deep home would pass: so it is in the temporary folder, in one
 * that belongs to us alone.
 * @throws Error when somebody else made that folder
 */
export function newSocketPath(settings: Settings): string {
  const uid = process.getuid?.() ?? 0
  const directory = join(tmpdir(), `gavel-${uid}`)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const found = lstatSync(directory)
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${directory} belongs to somebody else`)
  return join(directory, `${settings.id}.sock`)
}
