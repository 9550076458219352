import { resolve } from 'node:path'
import type { ServerName } from '../settings/servers.ts'
import type { Settings } from '../settings/settings.ts'
import { run } from '../system/run.ts'
import type { Recipe } from './recipe.ts'

const composePath = resolve(import.meta.dirname, '../../compose.yaml')

/** True when a Docker engine answers within five seconds and has compose. */
export async function dockerAnswers(): Promise<boolean> {
  try {
    await run('docker', ['info', '--format', '{{.ServerVersion}}'], { limitMs: 5_000 })
    await run('docker', ['compose', 'version'], { limitMs: 5_000 })
    return true
  } catch {
    return false
  }
}

/** One service of compose.yaml, in the foreground: compose stops the container when it is told to end itself. */
export function dockerRecipe(name: ServerName): Recipe {
  return {
    missing: async () => undefined,
    async prepare({ settings, claimPort }) {
      const port = await claimPort(name, settings.ports[name])
      return {
        command: 'docker',
        args: [...compose(settings), 'up', '--no-color', name],
        environment: { GAVEL_PORT: String(port) },
        cwd: settings.home,
        address: addresses[name](port),
        stopSignal: 'SIGTERM',
        stopLimitMs: 40_000,
        // The image may have to be pulled first.
        readyLimitMs: 900_000,
      }
    },
  }
}

/** Removes the containers of this stack and their data; nothing when no engine answers. */
export async function removeContainers(settings: Settings): Promise<void> {
  if (!(await dockerAnswers())) return
  // compose reads the whole file, so it wants the variable although no port is opened.
  const environment = { GAVEL_PORT: '1' }
  await run('docker', [...compose(settings), 'down', '--volumes'], { limitMs: 60_000, environment })
}

const compose = (settings: Settings) => ['compose', '--project-name', `gavel-${settings.id}`, '--file', composePath]

const addresses: Record<ServerName, (port: number) => string> = {
  postgres: (port) => `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
  kafka: (port) => `127.0.0.1:${port}`,
  redis: (port) => `redis://127.0.0.1:${port}`,
  elasticsearch: (port) => `http://127.0.0.1:${port}`,
}
