import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../install/cached.ts'
import { hasMaven, mavenFetch, pomVersion } from '../install/maven.ts'
import { ownPlace } from '../settings/places.ts'
import { run } from '../system/run.ts'
import type { Preparation, Recipe } from './recipe.ts'

/** A `redis-server` on PATH, else the binary that the jar `embedded-redis` carries. */
export const redis: Recipe = {
  async missing(settings) {
    if ((await isOnPath()) || isCached(settings.cacheDirectory) || (platformSuffix && (await hasMaven())))
      return undefined
    return 'redis-server on PATH, or Maven'
  },

  async prepare(preparation) {
    const { settings, claimPort } = preparation
    const { dataDirectory } = ownPlace(settings, 'redis')
    const command = (await isOnPath()) ? 'redis-server' : await fetched(preparation)
    const port = await claimPort('redis', settings.ports.redis)
    const options = {
      bind: '127.0.0.1',
      port: String(port),
      dir: dataDirectory,
      appendonly: 'yes',
      appendfsync: 'everysec',
      // The append-only file alone keeps the data: snapshots would write them twice.
      save: '',
    }
    return {
      command,
      args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      cwd: dataDirectory,
      address: `redis://127.0.0.1:${port}`,
      identity: (pid) => String(pid),
      stopSignal: 'SIGTERM',
      stopLimitMs: 10_000,
      readyLimitMs: 60_000,
    }
  },
}

const architectures: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }
const architecture = architectures[process.arch]
const platformSuffix =
  architecture && ['linux', 'darwin'].includes(process.platform) && `${process.platform}-${architecture}`

function isOnPath(): Promise<boolean> {
  return run('redis-server', ['--version'], { limitMs: 10_000 }).then(
    () => true,
    () => false,
  )
}

const cacheName = () => `redis-${pomVersion('embedded-redis')}`

function isCached(cacheDirectory: string): boolean {
  try {
    return readdirSync(join(cacheDirectory, cacheName())).length > 0
  } catch {
    return false
  }
}

async function fetched({ settings, say, signal }: Preparation): Promise<string> {
  const directory = await cached(settings.cacheDirectory, cacheName(), {
    signal,
    proof: /^redis-server-/,
    fill: async (directory) => {
      const properties = { 'mdep.unpack.includes': `redis-server-*-${platformSuffix}` }
      await mavenFetch('redis', 'unpack-dependencies', { properties, directory, say, signal })
      await run('chmod', ['a+x', join(directory, onlyFile(directory))], { limitMs: 10_000 })
    },
  })
  return join(directory, onlyFile(directory))
}

function onlyFile(directory: string): string {
  const file = readdirSync(directory).find((name) => name.startsWith('redis-server-'))
  if (!file) throw new Error(`the jar embedded-redis has no server for ${process.platform} ${process.arch}`)
  return file
}
