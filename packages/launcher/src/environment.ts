import { join } from 'node:path'
import type { Scope } from '@gavel/local-stack'
import { readSettings, serviceEnvironment } from '@gavel/local-stack'
import type { ServiceName } from './services.ts'

/** What any program needs. A service sees nothing else of ours: a stray DATABASE_URL must not win over its own files. */
const passedOn = ['PATH', 'HOME', 'USER', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS']

function inherited(): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const name of passedOn) {
    const value = process.env[name]
    if (value !== undefined) variables[name] = value
  }
  return variables
}

/** Where one instance answers. */
export type Place = { name: ServiceName; instance: number; label: string; port?: number; adminPort: number }

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`

/** What Node has compiled is kept for the next start: twice as quick, and 20 MB less for each service. */
const compiled = (): Record<string, string> => ({ NODE_COMPILE_CACHE: join(readSettings().cacheDirectory, 'compiled') })

/** The whole environment of one instance; `extra` wins. */
export function environmentOf(
  scope: Scope,
  place: Place,
  places: readonly Place[],
  extra: Record<string, string>,
): Record<string, string> {
  const ports = {
    ADMIN_PORT: String(place.adminPort),
    ...(place.port === undefined ? {} : { PORT: String(place.port) }),
  }
  const addresses = place.name === 'web' ? addressesForWeb(places) : {}
  return { ...inherited(), ...compiled(), ...serviceEnvironment(scope, place.name), ...ports, ...addresses, ...extra }
}

function addressesForWeb(places: readonly Place[]): Record<string, string> {
  const urlsOf = (name: ServiceName): string =>
    places.flatMap((place) => (place.name === name && place.port !== undefined ? [urlOf(place.port)] : [])).join(',')
  return {
    COMMAND_API_URLS: urlsOf('command-api'),
    QUERY_API_URLS: urlsOf('query-api'),
    STATUS_URLS: places.map((place) => `${place.label}=${urlOf(place.adminPort)}`).join(','),
  }
}
