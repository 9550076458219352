import type { ServerName } from '../settings/servers.ts'
import { probeElasticsearch } from './elasticsearch.ts'
import { probeKafka } from './kafka.ts'
import { probePostgres } from './postgres.ts'
import { probeRedis } from './redis.ts'

/**
 * Asks each server in its own protocol, with a limit of a few seconds: an open port is no answer. Resolves with what
 * tells this server from another one on the same port.
 */
export const probes: Record<ServerName, (address: string) => Promise<string>> = {
  postgres: probePostgres,
  kafka: probeKafka,
  redis: probeRedis,
  elasticsearch: probeElasticsearch,
}
