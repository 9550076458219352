import { z } from 'zod'

export const serverNames = ['postgres', 'kafka', 'redis', 'elasticsearch'] as const
export type ServerName = (typeof serverNames)[number]
export const serverName = z.enum(serverNames)

/** The variable that names a server which somebody else runs; it always comes first. */
export const addressVariables = {
  postgres: 'POSTGRES_URL',
  kafka: 'KAFKA_BROKERS',
  redis: 'REDIS_URL',
  elasticsearch: 'ELASTICSEARCH_URL',
} as const satisfies Record<ServerName, string>

/** Out of the way of a server that the machine may run on its well-known port. */
export const usualPorts: Record<ServerName, number> = {
  postgres: 15_432,
  kafka: 19_092,
  redis: 16_379,
  elasticsearch: 19_200,
}

/** How people call it in a sentence. */
export const titles: Record<ServerName, string> = {
  postgres: 'PostgreSQL',
  kafka: 'Kafka',
  redis: 'Redis',
  elasticsearch: 'Elasticsearch',
}

export type ServerAddresses = Partial<Record<ServerName, string>>
export const serverAddresses: z.ZodType<ServerAddresses> = z.partialRecord(serverName, z.string())
