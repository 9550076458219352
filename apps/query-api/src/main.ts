import { join } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createMessaging } from '@gavel/messaging'
import {
  connectRedis,
  createMessagingMetrics,
  createTokenVerifier,
  listen,
  loadConfig,
  measurePool,
  messageTracer,
  runService,
  startFrame,
} from '@gavel/service-kit'
import { createApp } from './app.ts'
import { configSchema } from './config.ts'
import { connectElasticsearch } from './search/index/elasticsearch.ts'
import { createSearchSide } from './search/searchSide.ts'
import { materialisers, startFollower } from './views.ts'

const directory = join(import.meta.dirname, '..')

runService('query-api', async () => {
  const config = loadConfig(configSchema, { directory })
  const verifier = createTokenVerifier({
    jwks: config.TOKEN_JWKS,
    issuer: config.TOKEN_ISSUER,
    audience: config.TOKEN_AUDIENCE,
    production: config.GAVEL_ENV === 'prod',
  })
  const { logger, registry, readiness, lifecycle, tracing, started } = await startFrame('query-api', config)
  const { onStop, fatal } = lifecycle

  const connectionString = config.DATABASE_URL
  const pool = createPool({ connectionString, schema: 'query', applicationName: 'query-api', logger })
  onStop('database', () => pool.end())
  measurePool(registry, pool)
  readiness.add('database', async () => {
    await pool.query('select 1')
  })

  const redis = connectRedis({ url: config.REDIS_URL, keyPrefix: config.REDIS_PREFIX, logger })
  onStop('redis', async () => redis.disconnect())
  const elasticsearch = connectElasticsearch(config.ELASTICSEARCH_URL)
  onStop('elasticsearch', () => elasticsearch.stop())
  const searchSide = createSearchSide({
    pool,
    redis,
    elasticsearch,
    indexPrefix: config.ELASTICSEARCH_PREFIX,
    lotCacheMs: config.SEARCH_CACHE_SEC * 1_000,
    orderCacheMs: config.ORDER_SEARCH_CACHE_SEC * 1_000,
    logger,
    registry,
  })
  onStop('search', () => searchSide.stop())

  const app = createApp({
    pool,
    search: searchSide.lots.search,
    orderSearch: searchSide.orders.search,
    verifier,
    registry,
    logger,
    tracing,
    openBidding: config.CLASSIC_OPEN_BIDDING,
  })
  const messaging = createMessaging({
    brokers: config.KAFKA_BROKERS,
    clientId: 'query-api',
    topicPrefix: config.TOPIC_PREFIX,
    logger,
    observer: { ...createMessagingMetrics(registry), ...app.metrics.observer },
    tracer: messageTracer(tracing),
  })
  onStop('messaging', () => messaging.stop())
  readiness.observe('messaging', () => messaging.check())

  if (config.PREPARE_ON_START) {
    await migrate(pool, { directory: join(directory, 'prisma', 'migrations'), logger })
    await messaging.ensureTopics(topicSpecs)
  }

  // Whatever the search stands on may be away when everything else begins.
  const feeds = searchSide.startFeeds(messaging)
  onStop('search feeds', () => feeds.stop())
  readiness.observe('search', () => feeds.check())

  const starting = Object.entries({
    ...materialisers,
    live: () => startFollower({ app, messaging, onFatal: fatal }),
  }).map(async ([name, start]) => [name, await start({ app, pool, messaging, onFatal: fatal })] as const)
  for (const [name, consumer] of await Promise.all(starting)) {
    readiness.observe(name, () => consumer.check())
    app.metrics.measureLag(name, () => consumer.lag())
  }

  const http = await listen(app.http, { host: config.HOST, port: config.PORT })
  // Last registered, first stopped: streams never end by themselves, and would hold up the server's stop.
  onStop('http', () => http.stop())
  onStop('live streams', () => app.stop())
  started({ port: http.port })
})
