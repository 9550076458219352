import { join } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { loadConfig, runService, startFrame } from '@gavel/service-kit'
import { startCatalog } from './catalog/startCatalog.ts'
import { configSchema } from './config.ts'
import { startMembers } from './member/startMembers.ts'
import { createProjectorMetrics } from './metrics.ts'
import { startOrders } from './order/startOrders.ts'
import { startProjector } from './projector.ts'

const directory = join(import.meta.dirname, '..')

runService('projector', async () => {
  const config = loadConfig(configSchema, { directory })
  const { logger, registry, readiness, lifecycle, started } = await startFrame('projector', config)
  const { onStop, fatal } = lifecycle

  const pool = createPool({
    connectionString: config.DATABASE_URL,
    schema: 'projector',
    applicationName: 'projector',
    logger,
  })
  onStop('database', () => pool.end())
  readiness.add('database', async () => {
    await pool.query('select 1')
  })

  const metrics = createProjectorMetrics(registry, Date.now)
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: 'projector',
    topicPrefix: config.TOPIC_PREFIX,
    logger,
    observer: metrics.observer,
  })
  onStop('messaging', () => messaging.stop())
  readiness.add('messaging', () => messaging.check())

  if (config.PREPARE_ON_START) {
    await migrate(pool, { directory: join(directory, 'prisma', 'migrations'), logger })
    await messaging.ensureTopics(topicSpecs)
  }

  const producer = await messaging.createProducer()
  const consumers = {
    auctions: startProjector({ pool, messaging, producer, metrics, onFatal: fatal }),
    members: startMembers({ pool, messaging, producer, onFatal: fatal }),
    catalog: startCatalog({ pool, messaging, producer, onFatal: fatal }),
    orders: startOrders({ pool, messaging, producer, onFatal: fatal }),
  }
  for (const [name, joining] of Object.entries(consumers)) {
    const consumer = await joining
    onStop(name, () => consumer.stop())
    readiness.add(name, () => consumer.check())
    metrics.measureLag(name, () => consumer.lag())
  }
  started()
})
