import { resolve } from 'node:path'
import { createPool, migrate } from '@gavel/database'
import { paddleHolder } from '@gavel/event-contracts'
import { createEventStore, type EventStore } from '@gavel/event-store'
import { createScope, type Scope } from '@gavel/local-stack'
import {
  connectRedis,
  createLogger,
  createMetrics,
  createTokenVerifier,
  developmentAudience,
  developmentIssuer,
  developmentJwks,
  developmentSigningKey,
  type Logger,
  type Role,
  signDevelopmentToken,
} from '@gavel/service-kit'
import { type AnswerCheck, checkAnswers, throwFaults } from '@gavel/service-kit/testing'
import type express from 'express'
import type { Redis } from 'ioredis'
import type pg from 'pg'
import { type CommandSide, type CommandSideOptions, createCommandSide } from '../src/commandSide.ts'
import { operations } from '../src/openapi.ts'

export const directory = resolve(import.meta.dirname, '..')

/** A clock that tests turn. */
export type Clock = { nowMs: number }

export type Instance = Pick<CommandSide, 'app' | 'house' | 'accounts' | 'hashing' | 'orders'> & {
  redis: Redis
  pool: pg.Pool
  stop(): Promise<void>
}

export type InstanceSettings = {
  openBidding?: boolean
  redisUrl?: string
  refreshGraceSec?: number
  sessionCookieSecure?: boolean
  proxies?: number
  keys?: Pick<CommandSideOptions['accounts'], 'signingKey' | 'jwks'>
  limits?: Partial<CommandSideOptions['limits']>
  orders?: Partial<CommandSideOptions['orders']>
  logger?: Logger
}

export type CommandSideFixture = {
  scope: Scope
  pool: pg.Pool
  store: EventStore
  clock: Clock
  app: express.Express
  orders: CommandSide['orders']
  redis: Redis
  /** One more command-api on the same stores. */
  another(options?: InstanceSettings): Promise<Instance>
  /** How many events there are: what bad input must leave as it is. */
  eventCount(): Promise<number>
  /** @throws Error when an answer was not as openapi.ts describes it */
  stop(): Promise<void>
}

export async function startCommandSide(): Promise<CommandSideFixture> {
  const scope = await createScope()
  const clock: Clock = { nowMs: Date.now() }
  const instances: Instance[] = []
  const checks: AnswerCheck[] = []
  const silent = createLogger({ service: 'command-api', level: 'silent', pretty: false })
  const newPool = () =>
    createPool({ connectionString: scope.databaseUrl('command'), schema: 'command', applicationName: 'test', max: 6 })
  const migrating = newPool()
  await migrate(migrating, { directory: resolve(directory, 'prisma/migrations') })
  await migrating.end()

  async function another(settings: InstanceSettings = {}): Promise<Instance> {
    const { logger = silent } = settings
    const pool = newPool()
    const redisUrl = settings.redisUrl ?? scope.addresses.redisUrl
    // The real one may be slow on a busy machine, and is not away: what happens without it is tried with another's address.
    const patience = settings.redisUrl === undefined ? { commandTimeoutMs: 5_000 } : {}
    const redis = connectRedis({ url: redisUrl, keyPrefix: scope.redisPrefix, logger, ...patience })
    if (settings.redisUrl === undefined) await new Promise<void>((done) => redis.once('ready', () => done()))
    const commandSide = createCommandSide({
      pool,
      store: createEventStore(pool),
      redis,
      logger,
      registry: createMetrics('command-api'),
      verifier: createTokenVerifier({
        jwks: developmentJwks,
        issuer: developmentIssuer,
        audience: developmentAudience,
        production: false,
      }),
      listingLimits: { lengthMinSec: 60, lengthMaxSec: 30 * 86_400, aheadMaxSec: 365 * 86_400 },
      offerLengthMinSec: 60,
      openBidding: settings.openBidding ?? true,
      accounts: {
        redis,
        signingKey: developmentSigningKey,
        jwks: developmentJwks,
        issuer: developmentIssuer,
        audience: developmentAudience,
        accessTokenSec: 900,
        refreshTokenSec: 86_400,
        refreshGraceSec: settings.refreshGraceSec ?? 5,
        sessionCookieSecure: settings.sessionCookieSecure ?? false,
        ...settings.keys,
      },
      limits: { signUp: null, signIn: null, signInAddress: null, bid: null, ...settings.limits },
      orders: { payableSec: 900, paymentProvider: 'fake', paymentTimeoutMs: 300, ...settings.orders },
      proxies: settings.proxies ?? 1,
      now: () => clock.nowMs,
    })
    const { app, house, accounts, hashing, orders } = commandSide
    checks.push(checkAnswers(app, operations))
    const instance: Instance = {
      app,
      house,
      accounts,
      hashing,
      orders,
      redis,
      pool,
      async stop() {
        await commandSide.stop()
        redis.disconnect()
        await pool.end()
      },
    }
    instances.push(instance)
    return instance
  }

  const { app, redis, pool, orders } = await another()
  return {
    scope,
    pool,
    store: createEventStore(pool),
    clock,
    app,
    orders,
    redis,
    another,
    async eventCount() {
      const { rows } = await pool.query<{ count: string }>('select count(*)::text as count from events')
      return Number(rows[0]?.count)
    },
    async stop() {
      await Promise.all(instances.map((instance) => instance.stop()))
      await scope.drop()
      throwFaults(checks)
    },
  }
}

/** The access token of whoever holds the paddle. */
export function tokenOf(paddleNumber: number, roles: readonly Role[] = ['bidder']): Promise<string> {
  const { id } = paddleHolder(paddleNumber)
  return signDevelopmentToken({ id, username: `paddle ${paddleNumber}`, paddleNumber, roles })
}

/** The Authorization header of whoever holds the paddle. */
export const bearer = async (paddleNumber: number, roles?: readonly Role[]): Promise<string> =>
  `Bearer ${await tokenOf(paddleNumber, roles)}`

export const iso = (ms: number): string => new Date(ms).toISOString()
