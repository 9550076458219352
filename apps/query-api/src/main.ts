import { join } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import { createTokenVerifier, listen, loadConfig, runService, startFrame } from '@gavel/service-kit'
import { createApp } from './app.ts'
import { configSchema } from './config.ts'
import { startCatalogMaterialiser, startFollower, startMaterialiser, startMemberMaterialiser } from './views.ts'

const directory = join(import.meta.dirname, '..')

runService('query-api', async () => {
  const config = loadConfig(configSchema, { directory })
  const verifier = createTokenVerifier({
    jwks: config.TOKEN_JWKS,
    issuer: config.TOKEN_ISSUER,
    audience: config.TOKEN_AUDIENCE,
    production: config.GAVEL_ENV === 'prod',
  })
  const { logger, registry, readiness, lifecycle, started } = await startFrame('query-api', config)
  const { onStop, fatal } = lifecycle

  const connectionString = config.DATABASE_URL
  const pool = createPool({ connectionString, schema: 'query', applicationName: 'query-api', logger })
  onStop('database', () => pool.end())
  readiness.add('database', async () => {
    await pool.query('select 1')
  })

  const app = createApp({ pool, verifier, registry, logger, openBidding: config.CLASSIC_OPEN_BIDDING })
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: 'query-api',
    topicPrefix: config.TOPIC_PREFIX,
    logger,
    observer: app.metrics.observer,
  })
  onStop('messaging', () => messaging.stop())
  readiness.observe('messaging', () => messaging.check())

  if (config.PREPARE_ON_START) {
    await migrate(pool, { directory: join(directory, 'prisma', 'migrations'), logger })
    await messaging.ensureTopics(topicSpecs)
  }

  const [materialiser, members, catalogue, follower] = await Promise.all([
    startMaterialiser({ app, pool, messaging, onFatal: fatal }),
    startMemberMaterialiser({ app, pool, messaging, onFatal: fatal }),
    startCatalogMaterialiser({ app, pool, messaging, onFatal: fatal }),
    startFollower({ app, messaging, onFatal: fatal }),
  ])
  readiness.observe('materialiser', () => materialiser.check())
  readiness.observe('members', () => members.check())
  readiness.observe('catalogue', () => catalogue.check())
  readiness.observe('follower', () => follower.check())
  app.metrics.measureLag(() => materialiser.lag())

  const http = await listen(app.http, { host: config.HOST, port: config.PORT })
  // Last registered, first stopped: streams never end by themselves, and would hold up the server's stop.
  onStop('http', () => http.stop())
  onStop('live streams', () => app.stop())
  started({ port: http.port })
})
