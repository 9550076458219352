import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ServiceName, type ServiceProcess, type System, serviceNames, startSystem } from '@gavel/launcher'
import { createScope, type Scope, startWay, type Way } from '@gavel/local-stack'
import pg from 'pg'

/** The whole of Gavel as processes of its own, on its own database, topics and prefixes. */
export type Gavel = {
  scope: Scope
  system: System
  webUrl: string
  /** Reads every schema, as no service may. */
  database: pg.Pool
  service(name: ServiceName, instance?: number): ServiceProcess
  /** Where the services' logs are, a file for each instance. */
  logs: string
  /** To Redis, for all services; it can be cut. */
  wayToRedis: Way
  /** Aborts when it stops: whoever bids or watches in the background ends with it, also when a test has failed. */
  stopping: AbortSignal
  stop(): Promise<void>
}

const logsDirectory = resolve(import.meta.dirname, '../../../.gavel/e2e')

type GavelOptions = {
  instances?: number
  /** `warn`. */
  logLevel?: 'debug' | 'warn'
  /** How long an order of the shop can be paid, in seconds; as in tests of command-api when left out. */
  orderPayableSec?: number
  /** Further variables, of every service. */
  settings?: Readonly<Record<string, string>>
}

/** `name`: the folder of the services' logs, emptied first. Lots and offers may be a second long here. */
export async function startGavel(name: string, options: GavelOptions = {}): Promise<Gavel> {
  const { instances = 1, logLevel = 'warn', orderPayableSec, settings = {} } = options
  const scope = await createScope()
  const logs = resolve(logsDirectory, name)
  await rm(logs, { recursive: true, force: true })
  const wayToRedis = await startWay(new URL(scope.addresses.redisUrl))
  const redis = { REDIS_URL: `redis://127.0.0.1:${wayToRedis.port}` }
  const stopping = new AbortController()
  const database = new pg.Pool({ connectionString: scope.adminDatabaseUrl, max: 4 })
  // The database is dropped under it, and the pool is told so.
  database.on('error', () => {})
  try {
    const system = await startSystem({
      scope,
      ports: 'free',
      environment: 'test',
      instances,
      logs: { kind: 'directory', path: logs },
      overrides: {
        ...Object.fromEntries(serviceNames.map((service) => [service, { LOG_LEVEL: logLevel, ...settings }])),
        'query-api': { LOG_LEVEL: logLevel, ...settings, ...redis },
        'command-api': {
          LOG_LEVEL: logLevel,
          ...settings,
          LOT_LENGTH_MIN_SEC: '1',
          OFFER_LENGTH_MIN_SEC: '1',
          ...redis,
          ...(orderPayableSec === undefined ? {} : { ORDER_PAYABLE_SEC: String(orderPayableSec) }),
        },
      },
    })
    return {
      scope,
      system,
      webUrl: system.webUrl,
      logs,
      database,
      wayToRedis,
      service: (wanted, instance = 1) => find(system, wanted, instance),
      stopping: stopping.signal,
      async stop() {
        stopping.abort()
        await system.stop()
        wayToRedis.close()
        await database.end()
        await scope.drop()
      },
    }
  } catch (error) {
    wayToRedis.close()
    await database.end()
    await scope.drop()
    throw error
  }
}

function find(system: System, name: ServiceName, instance: number): ServiceProcess {
  const found = system.services.find((service) => service.name === name && service.instance === instance)
  if (found === undefined) throw new Error(`there is no ${name} ${instance}`)
  return found
}
