import { join } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging, type MessageConsumer } from '@gavel/messaging'
import {
  createMessagingMetrics,
  loadConfig,
  measurePool,
  messageTracer,
  runService,
  startFrame,
} from '@gavel/service-kit'
import { startCatalog } from './catalog/startCatalog.ts'
import { configSchema } from './config.ts'
import { startMembers } from './member/startMembers.ts'
import { createProjectorMetrics } from './metrics.ts'
import { startOrders } from './order/startOrders.ts'
import { startProjector } from './projector.ts'
import { startAgain } from './startAgain.ts'

const directory = join(import.meta.dirname, '..')

runService('projector', async () => {
  const config = loadConfig(configSchema, { directory })
  const { logger, registry, readiness, lifecycle, tracing, started } = await startFrame('projector', config)
  const { onStop } = lifecycle

  const pool = createPool({
    connectionString: config.DATABASE_URL,
    schema: 'projector',
    applicationName: 'projector',
    logger,
  })
  onStop('database', () => pool.end())
  measurePool(registry, pool)
  readiness.add('database', async () => {
    await pool.query('select 1')
  })

  const metrics = createProjectorMetrics(registry, Date.now)
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: 'projector',
    topicPrefix: config.TOPIC_PREFIX,
    logger,
    observer: { ...createMessagingMetrics(registry), ...metrics.observer },
    tracer: messageTracer(tracing),
  })
  onStop('messaging', () => messaging.stop())
  readiness.add('messaging', () => messaging.check())

  if (config.PREPARE_ON_START) {
    await migrate(pool, { directory: join(directory, 'prisma', 'migrations'), logger })
    await messaging.ensureTopics(topicSpecs)
  }

  const producer = await messaging.createProducer()
  const stores = { pool, messaging, producer }
  const logs = {
    auctions: (onFatal) => startProjector({ ...stores, metrics, onFatal }),
    members: (onFatal) => startMembers({ ...stores, onFatal }),
    catalog: (onFatal) => startCatalog({ ...stores, onFatal }),
    orders: (onFatal) => startOrders({ ...stores, onFatal }),
  } satisfies Record<string, (onFatal: (error: unknown) => void) => Promise<MessageConsumer>>
  const starting = Object.entries(logs).map(
    async ([name, start]) => [name, await startAgain({ name, start, logger })] as const,
  )
  for (const [name, consumer] of await Promise.all(starting)) {
    onStop(name, () => consumer.stop())
    readiness.add(name, () => consumer.check())
    metrics.measureLag(name, () => consumer.lag())
  }
  started()
})
