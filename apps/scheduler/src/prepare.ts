import { resolve } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { configFields, createLogger, loadConfig, runService } from '@gavel/service-kit'
import { schedulerConfig } from './config.ts'

const name = 'scheduler prepare'
const directory = resolve(import.meta.dirname, '..')

/** How many brokers keep each topic that is new. */
const settings = schedulerConfig.extend({ TOPIC_REPLICATION_FACTOR: configFields.wholeNumber(1, 9).default(1) })

// What a deployment does before this version serves, where PREPARE_ON_START is off: migrates, makes topics, and ends.
runService(name, async () => {
  const config = loadConfig(settings, { directory })
  const logger = createLogger({ service: name, level: config.LOG_LEVEL, pretty: config.LOG_PRETTY })
  const pool = createPool({
    connectionString: config.DATABASE_URL,
    schema: 'scheduler',
    applicationName: name,
    max: 2,
    logger,
  })
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
