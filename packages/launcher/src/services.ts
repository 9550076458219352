import { resolve } from 'node:path'
import type { ServiceName } from '@gavel/local-stack'

export { type ServiceName, serviceNames } from '@gavel/local-stack'

/** The ports the documents name. Services without `http` are reached through Kafka alone. */
export const usualPorts: Record<ServiceName, { http?: number; admin: number }> = {
  web: { http: 4000, admin: 4100 },
  'command-api': { http: 4001, admin: 4101 },
  'query-api': { http: 4002, admin: 4102 },
  projector: { admin: 4103 },
  scheduler: { admin: 4104 },
}

/**
 * Who goes first where all share one machine: accepting a bid. The read side works in batches that grow while it waits,
 * so what it is late with it catches up with cheaply.
 */
export const yieldsToOthers = (name: ServiceName): boolean => name !== 'command-api' && name !== 'web'

/**
 * query-api holds many streams and makes little that lasts: with half of the young generation that Node takes on a large
 * machine ten thousand viewers take 390 MB instead of 415. A container's limit tells Node by itself.
 */
export const nodeOptionsOf = (name: ServiceName): readonly string[] =>
  name === 'query-api' ? ['--max-semi-space-size=16'] : []

const appsDirectory = resolve(import.meta.dirname, '../../../apps')

export const appDirectory = (name: ServiceName): string => resolve(appsDirectory, name)

/** What people and log files call an instance: the first one has no number. */
export const instanceLabel = (name: ServiceName, instance: number): string =>
  instance === 1 ? name : `${name}-${instance}`
