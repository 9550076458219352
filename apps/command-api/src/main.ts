import { resolve } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { topicSpecs } from '@gavel/event-contracts'
import { createEventStore, createOutboxRelay } from '@gavel/event-store'
import { createMessaging } from '@gavel/messaging'
import {
  appendTracer,
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
import { ensureAdministrator } from './account/administrator.ts'
import { createPublisher, mayPublishLater } from './auction/publishEvents.ts'
import { consumeScheduledCommands } from './auction/scheduledCommands.ts'
import { inBackground } from './background.ts'
import { createCommandSide } from './commandSide.ts'
import { checkSettings, configSchema } from './config.ts'
import { startKeyExpiry } from './idempotency/expiry.ts'
import { joinAll } from './joinAll.ts'
import { createCommandMetrics } from './metrics.ts'
import { consumeSales } from './order/saleOrders.ts'
import { consumeOrderCommands } from './order/scheduledOrders.ts'

const service = 'command-api'
const schema = 'command'
const directory = resolve(import.meta.dirname, '..')
const aheadMaxSec = 366 * 86_400
/** Nobody stays signed in without Redis, so it is waited for, also while its disk makes it stand for seconds. */
const sessionTimeoutMs = 5_000

runService(service, async () => {
  const config = loadConfig(configSchema, { directory })
  checkSettings(config)
  const { logger, registry, readiness, lifecycle, tracing, started } = await startFrame(service, config)
  const metrics = createCommandMetrics(registry)
  const verifier = createTokenVerifier({
    jwks: config.TOKEN_JWKS,
    issuer: config.TOKEN_ISSUER,
    audience: config.TOKEN_AUDIENCE,
    production: config.GAVEL_ENV === 'prod',
  })

  const pool = createPool({
    connectionString: config.DATABASE_URL,
    schema,
    applicationName: service,
    max: config.DATABASE_POOL_MAX,
    logger,
  })
  lifecycle.onStop('database', () => pool.end())
  measurePool(registry, pool)
  const redis = connectRedis({ url: config.REDIS_URL, keyPrefix: config.REDIS_PREFIX, logger })
  lifecycle.onStop('redis', async () => redis.disconnect())
  const sessionRedis = connectRedis({
    url: config.REDIS_URL,
    keyPrefix: config.REDIS_PREFIX,
    logger,
    commandTimeoutMs: sessionTimeoutMs,
  })
  lifecycle.onStop('redis of sessions', async () => sessionRedis.disconnect())
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
  }

  const relay = createOutboxRelay({
    pool,
    publish: createPublisher(messaging, tracing),
    isTransient: mayPublishLater,
    metrics: metrics.relay,
    logger,
  })
  metrics.measureBacklog(() => relay.backlog())
  relay.start()
  lifecycle.onStop('outbox relay', () => relay.stop())
  const store = createEventStore(pool, {
    metrics: metrics.store,
    tracer: appendTracer(tracing),
    onAppended: relay.wake,
  })
  const expiry = startKeyExpiry({ store, logger, now: Date.now })
  lifecycle.onStop('key expiry', () => expiry.stop())

  const { app, house, accounts, hashing, orders, stop } = createCommandSide({
    pool,
    store,
    redis,
    verifier,
    logger,
    registry,
    tracing,
    listingLimits: {
      lengthMinSec: config.LOT_LENGTH_MIN_SEC,
      lengthMaxSec: config.LOT_LENGTH_MAX_SEC,
      aheadMaxSec,
    },
    offerLengthMinSec: config.OFFER_LENGTH_MIN_SEC,
    openBidding: config.CLASSIC_OPEN_BIDDING,
    accounts: {
      redis: sessionRedis,
      signingKey: config.TOKEN_SIGNING_KEY,
      jwks: config.TOKEN_JWKS,
      issuer: config.TOKEN_ISSUER,
      audience: config.TOKEN_AUDIENCE,
      accessTokenSec: config.ACCESS_TOKEN_SEC,
      refreshTokenSec: config.REFRESH_TOKEN_SEC,
      refreshGraceSec: config.REFRESH_GRACE_SEC,
      sessionCookieSecure: config.SESSION_COOKIE_SECURE,
    },
    limits: {
      signUp: config.SIGN_UP_LIMIT,
      signIn: config.SIGN_IN_LIMIT,
      signInAddress: config.SIGN_IN_ADDRESS_LIMIT,
      bid: config.BID_LIMIT,
    },
    orders: {
      payableSec: config.ORDER_PAYABLE_SEC,
      paymentProvider: config.PAYMENT_PROVIDER,
      paymentTimeoutMs: config.PAYMENT_TIMEOUT_MS,
    },
    proxies: config.PROXIES,
    metricsOf: metrics.runtime,
  })
  lifecycle.onStop('auction house', () => stop())
  const { ADMINISTRATOR_EMAIL: email, ADMINISTRATOR_PASSWORD: password } = config
  if (email !== undefined && password !== undefined) {
    await ensureAdministrator({ store: accounts, hashing, logger, email, password })
  }
  // Joining takes as long as Kafka likes, some 10 s after a killed instance; bids and orders are taken meanwhile.
  const join = async () => {
    if (config.PREPARE_ON_START) await messaging.ensureTopics(topicSpecs)
    const consumers = await joinAll({
      due_lots: consumeScheduledCommands({ messaging, house, logger, onFatal: lifecycle.fatal }),
      due_orders: consumeOrderCommands({ messaging, expire: orders.expire, onFatal: lifecycle.fatal }),
      sales: consumeSales({ messaging, take: orders.takeSale, onFatal: lifecycle.fatal }),
    })
    for (const [name, consumer] of consumers) metrics.measureLag(name, () => consumer.lag())
    return [...consumers.values()]
  }
  const joining = inBackground('join the consumer groups', join, logger)
  lifecycle.onStop('consumers', async () => {
    await Promise.all((await joining.stop())?.map((consumer) => consumer.stop()) ?? [])
  })
  const http = await listen(app, { host: config.HOST, port: config.PORT })
  lifecycle.onStop('http server', () => http.stop())

  readiness.add('database', async () => {
    await pool.query('select 1')
  })
  readiness.observe('messaging', () => messaging.check())
  readiness.observe('consumers', async () => {
    const joined = joining.result()
    if (joined === undefined) throw new Error('not joined yet')
    await Promise.all(joined.map((consumer) => consumer.check()))
  })
  readiness.observe('outbox relay', () => relay.check())
  started({ port: http.port })
})
