import { resolve } from 'node:path'
import { createPool, migrate, prismaAdapter } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import {
  createMessagingMetrics,
  loadConfig,
  measurePool,
  messageTracer,
  runService,
  startFrame,
} from '@gavel/service-kit'
import { schedulerConfig } from './config.ts'
import { createDispatcher } from './dispatch/dispatcher.ts'
import { startTicker } from './dispatch/ticker.ts'
import { PrismaClient } from './generated/prisma/client.ts'
import { createSchedulerMetrics } from './metrics.ts'
import { readBacklog } from './timetable/backlog.ts'
import { consumeAuctionEvents, consumeOrderEvents } from './timetable/consumer.ts'

const service = 'scheduler'
const schema = 'scheduler'
const directory = resolve(import.meta.dirname, '..')
/** A tick and a batch of events are one statement each: a few connections are plenty. */
const connectionsMax = 6

runService(service, async () => {
  const config = loadConfig(schedulerConfig, { directory })
  const { logger, registry, readiness, lifecycle, tracing, started } = await startFrame(service, config)
  const metrics = createSchedulerMetrics(registry)

  const pool = createPool({
    connectionString: config.DATABASE_URL,
    schema,
    applicationName: service,
    max: connectionsMax,
    logger,
  })
  lifecycle.onStop('database', () => pool.end())
  measurePool(registry, pool)
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: service,
    topicPrefix: config.TOPIC_PREFIX,
    logger,
    observer: { ...createMessagingMetrics(registry), ...metrics.messaging },
    tracer: messageTracer(tracing),
  })
  lifecycle.onStop('messaging', () => messaging.stop())
  if (config.PREPARE_ON_START) {
    await migrate(pool, { directory: resolve(directory, 'prisma/migrations'), logger })
    await messaging.ensureTopics(topicSpecs)
  }

  const now = Date.now
  const prisma = new PrismaClient({ adapter: prismaAdapter(pool, schema) })
  const producer = await messaging.createProducer()
  const following = { messaging, pool, onFatal: lifecycle.fatal }
  const consumers = { lots: consumeAuctionEvents(following), orders: consumeOrderEvents(following) }
  for (const [name, joining] of Object.entries(consumers)) {
    const consumer = await joining
    lifecycle.onStop(`consumer of ${name}`, () => consumer.stop())
    readiness.add(`consumer of ${name}`, () => consumer.check())
    metrics.measureLag(name, () => consumer.lag())
  }

  const dispatcher = createDispatcher({ pool, send: (messages) => producer.send(messages), now, metrics, logger })
  const ticker = startTicker({
    async tick() {
      try {
        await dispatcher.sendDue()
      } finally {
        // Measured also when nothing could be sent: that is when it is wanted.
        metrics.backlog(await readBacklog(prisma, new Date(now())))
      }
    },
    logger,
  })
  lifecycle.onStop('ticker', () => {
    dispatcher.stop()
    return ticker.stop()
  })

  readiness.add('database', async () => {
    await pool.query('select 1')
  })
  readiness.add('messaging', () => messaging.check())
  readiness.add('ticker', () => ticker.check())
  started()
})
