import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaseServers } from './client/lease.ts'
import { openDirectory } from './settings/places.ts'
import { readSettings } from './settings/settings.ts'
import { lockPath } from './supervisor/paths.ts'
import { tryLock } from './system/lock.ts'
import { freePort } from './system/ports.ts'
import { until } from './system/until.ts'

export type OwnPostgres = { url: string; stop(): Promise<void> }

const stopLimitMs = 25_000

/**
 * A PostgreSQL beside the stack's, new and empty, for tests of what belongs to a whole cluster: roles. `stop` deletes it
 * with its data; it stops by itself when this process ends.
 * @throws Error when it cannot be started here, saying what to install
 */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'gavel-postgres-'))
  // Servers that may not run as root read it as somebody else.
  chmodSync(home, 0o755)
  const usual = readSettings({ ...process.env, GAVEL_HOME: home })
  const settings = { ...usual, ports: { ...usual.ports, postgres: await freePort([]) } }
  const { addresses, release } = await leaseServers(settings, ['postgres'])
  const { postgres: url } = addresses
  if (url === undefined) throw new Error('the lease has no PostgreSQL')
  return {
    url,
    async stop() {
      await release()
      // Its supervisor has ended when its lock can be had.
      const gone = async () => {
        const lock = tryLock(lockPath(settings))
        if (lock === undefined) throw new Error('its supervisor has not ended')
        lock.release()
      }
      await until(gone, { what: 'PostgreSQL did not stop', limitMs: stopLimitMs })
      rmSync(home, { recursive: true, force: true })
      rmSync(openDirectory(settings), { recursive: true, force: true })
    },
  }
}
