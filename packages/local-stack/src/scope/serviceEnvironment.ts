import type { ServiceRole } from './roles.ts'
import type { Scope } from './scope.ts'

/** Every service there is: whoever else must name them all takes them from here. */
export const serviceNames = ['command-api', 'query-api', 'projector', 'scheduler', 'web'] as const
export type ServiceName = (typeof serviceNames)[number]

/** What each service may know of: the architecture gives every store one owner. */
const knows: Record<ServiceName, { role?: ServiceRole; redis?: true; elasticsearch?: true }> = {
  'command-api': { role: 'command', redis: true },
  'query-api': { role: 'query', redis: true, elasticsearch: true },
  projector: { role: 'projector' },
  scheduler: { role: 'scheduler' },
  web: {},
}

/** Whose store it keeps, if it keeps one. */
export const roleOf = (service: ServiceName): ServiceRole | undefined => knows[service].role

/** The variables for one service of this scope, and not one more than it needs. */
export function serviceEnvironment(scope: Scope, service: ServiceName): Record<string, string> {
  const { role, redis, elasticsearch } = knows[service]
  const { addresses } = scope
  return {
    ...(role && { DATABASE_URL: scope.databaseUrl(role) }),
    ...(role && { KAFKA_BROKERS: addresses.kafkaBrokers, TOPIC_PREFIX: scope.topicPrefix }),
    ...(redis && { REDIS_URL: addresses.redisUrl, REDIS_PREFIX: scope.redisPrefix }),
    ...(elasticsearch && {
      ELASTICSEARCH_URL: addresses.elasticsearchUrl,
      ELASTICSEARCH_PREFIX: scope.elasticsearchPrefix,
    }),
  }
}

/** Whatever a service may not know, it is not to find in an inherited environment either. */
export const stackVariables = [
  'POSTGRES_URL',
  'DATABASE_URL',
  'KAFKA_BROKERS',
  'TOPIC_PREFIX',
  'REDIS_URL',
  'REDIS_PREFIX',
  'ELASTICSEARCH_URL',
  'ELASTICSEARCH_PREFIX',
] as const
