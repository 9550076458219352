import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, canReach } from '../system/account.ts'
import type { ServerName } from './servers.ts'
import type { Settings } from './settings.ts'

/** Where a server that may not run as root finds its program and keeps its data. */
export type Place = { cacheDirectory: string; dataDirectory: string }

export function logPath(settings: Settings, name: ServerName | 'supervisor'): string {
  return join(settings.home, 'logs', `${name}.log`)
}

export function ownPlace(settings: Settings, name: ServerName): Place {
  mkdirSync(settings.cacheDirectory, { recursive: true })
  const dataDirectory = join(settings.home, 'data', name)
  mkdirSync(dataDirectory, { recursive: true })
  return { cacheDirectory: settings.cacheDirectory, dataDirectory }
}

/** Used instead of home and cache where those lie in a folder closed to the other account, such as /root. */
export function openDirectory(settings: Settings): string {
  return join(tmpdir(), `gavel-open-${settings.id}`)
}

/**
 * A place which that account can reach; data belong to it afterwards. Says so when it is not the usual one.
 * @throws Error when the temporary folder is closed to the account too
 */
export function reachablePlace(settings: Settings, name: ServerName, account: Account | undefined, say: Say): Place {
  const own = ownPlace(settings, name)
  if (!account) return own
  const reachable = (path: string) => canReach(account, path)
  if (reachable(own.cacheDirectory) && reachable(join(settings.home, 'data'))) return owned(own, account)

  const open = openDirectory(settings)
  mkdirSync(open, { recursive: true, mode: 0o755 })
  const found = lstatSync(open)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${open} belongs to somebody else`)
  const place = { cacheDirectory: join(open, 'cache'), dataDirectory: join(open, 'data', name) }
  mkdirSync(place.cacheDirectory, { recursive: true })
  mkdirSync(place.dataDirectory, { recursive: true })
  if (!reachable(place.cacheDirectory)) {
    throw new Error(
      `${name} must not run as root, and neither ${settings.home} nor ${open} is open to ${account.name}.`,
    )
  }
  say(`${settings.home} is closed to the account ${account.name}: program and data are kept in ${open}`)
  return owned(place, account)
}

export type Say = (line: string) => void

function owned(place: Place, account: Account): Place {
  chownSync(place.dataDirectory, account.uid, account.gid)
  chmodSync(place.dataDirectory, 0o700)
  return place
}
