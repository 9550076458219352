import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type System, serviceNames, startSystem } from '@gavel/launcher'
import { createScope, leaseStack } from '@gavel/local-stack'
import { fuzzDirectory } from './directory.ts'

type HouseOptions = { instances: number; signal: AbortSignal }

/**
 * Every service on a database, topics and prefixes of its own, for one run; `work` is given its one address. Nobody is
 * told to come later, as whoever is learns nothing of the route. Lots and offers may last a second.
 */
export async function withHouse<Result>(
  { instances, signal }: HouseOptions,
  work: (system: System) => Promise<Result>,
): Promise<Result> {
  const lease = await leaseStack({ onProgress: (line) => console.error(line), signal })
  try {
    const scope = await createScope({ addresses: lease.addresses })
    try {
      const logs = join(fuzzDirectory, 'logs')
      await rm(logs, { recursive: true, force: true })
      const system = await startSystem({
        scope,
        ports: 'free',
        environment: 'test',
        instances,
        logs: { kind: 'directory', path: logs },
        overrides: {
          ...Object.fromEntries(serviceNames.map((name) => [name, { LOG_LEVEL: 'warn' }])),
          'command-api': { LOG_LEVEL: 'warn', LOT_LENGTH_MIN_SEC: '1', OFFER_LENGTH_MIN_SEC: '1', ...unlimited },
        },
        signal,
        lost: lease.lost,
      })
      try {
        return await work(system)
      } finally {
        await system.stop()
      }
    } finally {
      await scope.drop()
    }
  } finally {
    await lease.release()
  }
}

const unlimited = { SIGN_UP_LIMIT: 'off', SIGN_IN_LIMIT: 'off', SIGN_IN_ADDRESS_LIMIT: 'off', BID_LIMIT: 'off' }
