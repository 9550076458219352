import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type ServerName, serverName, usualPorts } from './servers.ts'

/** Where one stack lives. Two stacks with different homes know nothing of each other. */
export type Settings = {
  /** Data, logs and state: nothing outside it belongs to this stack, but see places.ts for root. */
  home: string
  /** Downloaded programs, shared by all stacks. */
  cacheDirectory: string
  /** The ports tried first. */
  ports: Record<ServerName, number>
  /** Short, lasting name of this home, for socket paths and cluster names. */
  id: string
}

const portList = z
  .string()
  .transform((text) => text.split(',').filter((entry) => entry !== ''))
  .pipe(z.array(z.stringFormat('name=port', /^[a-z]+=\d+$/)))
  .transform((entries) => Object.fromEntries(entries.map((entry) => entry.split('='))))
  .pipe(z.partialRecord(serverName, z.coerce.number().int().min(1).max(65_535)))

const variables = z.object({
  GAVEL_HOME: z.string().min(1).optional(),
  GAVEL_CACHE: z.string().min(1).optional(),
  GAVEL_PORTS: portList.optional(),
})

const repositoryRoot = resolve(import.meta.dirname, '../../../..')

/**
 * Reads GAVEL_HOME (default `.gavel` under the repository's root), GAVEL_CACHE (default `.gavel/cache` there, whatever
 * the home) and GAVEL_PORTS (`postgres=15432,redis=16379`, the ports tried first).
 * @throws Error naming the variable that cannot be understood
 */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const parsed = variables.safeParse(environment)
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  const { GAVEL_HOME, GAVEL_CACHE, GAVEL_PORTS } = parsed.data
  const home = resolve(GAVEL_HOME ?? join(repositoryRoot, '.gavel'))
  return {
    home,
    cacheDirectory: resolve(GAVEL_CACHE ?? join(repositoryRoot, '.gavel', 'cache')),
    ports: { ...usualPorts, ...GAVEL_PORTS },
    id: createHash('sha256').update(home).digest('hex').slice(0, 12),
  }
}

/** The variables that make another process read the same settings. */
export function settingsEnvironment(settings: Settings): Record<string, string> {
  const ports = Object.entries(settings.ports).map(([name, port]) => `${name}=${port}`)
  return { GAVEL_HOME: settings.home, GAVEL_CACHE: settings.cacheDirectory, GAVEL_PORTS: ports.join(',') }
}
