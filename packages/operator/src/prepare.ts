import { resolve } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { configFields, createLogger, runService } from '@gavel/service-kit'

/** Beside a service's own settings: how many brokers keep each topic that is new. */
export const preparing = { TOPIC_REPLICATION_FACTOR: configFields.wholeNumber(1, 9).default(1) }

export type Preparing = {
  LOG_LEVEL: Parameters<typeof createLogger>[0]['level']
  LOG_PRETTY: boolean
  DATABASE_URL: string
  KAFKA_BROKERS: string
  TOPIC_PREFIX: string
  TOPIC_REPLICATION_FACTOR: number
}

/**
 * What a deployment does before a version of a service serves, where PREPARE_ON_START is off: migrates, makes topics, and
 * ends. `directory`: of the service, whose migrations lie in it.
 */
export function prepareService(options: {
  service: string
  schema: string
  directory: string
  /** @throws ConfigError */
  settings: () => Preparing
}): void {
  const { schema, directory, settings } = options
  const name = `${options.service} prepare`
  runService(name, async () => {
    const config = settings()
    const logger = createLogger({ service: name, level: config.LOG_LEVEL, pretty: config.LOG_PRETTY })
    const pool = createPool({ connectionString: config.DATABASE_URL, schema, applicationName: name, max: 2, logger })
    const messaging = createMessaging({
      brokers: config.KAFKA_BROKERS,
      clientId: name.replace(' ', '-'),
      topicPrefix: config.TOPIC_PREFIX,
      replicationFactor: config.TOPIC_REPLICATION_FACTOR,
      logger,
    })
    try {
      await migrate(pool, { directory: resolve(directory, 'prisma/migrations'), logger })
      await messaging.ensureTopics(topicSpecs)
      logger.info('prepared')
    } finally {
      await Promise.all([pool.end(), messaging.stop()])
    }
  })
}
