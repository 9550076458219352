import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, migrate } from '@gavel/database'
import { createScope, type Scope } from '@gavel/local-stack'
import {
  type Actor,
  connectRedis,
  createLogger,
  createMetrics,
  createTokenVerifier,
  developmentAudience,
  developmentIssuer,
  developmentJwks,
  signDevelopmentToken,
} from '@gavel/service-kit'
import { type AnswerCheck, checkAnswers, throwFaults } from '@gavel/service-kit/testing'
import type pg from 'pg'
import { createApp, type QueryApp, type QueryAppOptions } from '../src/app.ts'
import { operations } from '../src/openapi.ts'
import { connectElasticsearch } from '../src/search/index/elasticsearch.ts'
import { createSearchSide } from '../src/search/searchSide.ts'

export const migrations = join(import.meta.dirname, '..', 'prisma', 'migrations')
export const prismaSchema = join(import.meta.dirname, '..', 'prisma', 'schema.prisma')
export const logger = createLogger({ service: 'query-api', level: 'fatal', pretty: false })

export type World = {
  scope: Scope
  pool: pg.Pool
  app: QueryApp
  /** Another instance on the same store. */
  instance(options?: Partial<QueryAppOptions>): QueryApp
  /** @throws Error when an answer was not as openapi.ts describes it */
  drop(): Promise<void>
}

/** A database of its own, and the app on it. */
export async function createWorld(): Promise<World> {
  const scope = await createScope()
  const pool = createPool({
    connectionString: scope.databaseUrl('query'),
    schema: 'query',
    applicationName: 'query-api',
  })
  await migrate(pool, { directory: migrations })
  const verifier = createTokenVerifier({
    jwks: developmentJwks,
    issuer: developmentIssuer,
    audience: developmentAudience,
    production: false,
  })
  const redis = connectRedis({ url: scope.addresses.redisUrl, keyPrefix: scope.redisPrefix, logger })
  const elasticsearch = connectElasticsearch(scope.addresses.elasticsearchUrl)
  const stops: (() => Promise<void>)[] = []
  const checks: AnswerCheck[] = []
  const instance = (options: Partial<QueryAppOptions> = {}): QueryApp => {
    const registry = createMetrics('query-api')
    const side = createSearchSide({
      pool,
      redis,
      elasticsearch,
      indexPrefix: scope.elasticsearchPrefix,
      lotCacheMs: 60_000,
      orderCacheMs: 20_000,
      logger,
      registry,
    })
    const app = createApp({
      pool,
      search: side.lots.search,
      orderSearch: side.orders.search,
      verifier,
      registry,
      logger,
      openBidding: true,
      ...options,
    })
    stops.push(app.stop, side.stop)
    checks.push(checkAnswers(app.http, operations))
    return app
  }
  return {
    scope,
    pool,
    app: instance(),
    instance,
    async drop() {
      await Promise.all(stops.map((stop) => stop()))
      redis.disconnect()
      await elasticsearch.stop()
      await pool.end()
      await scope.drop()
      throwFaults(checks)
    },
  }
}

export const bearer = async (actor: Actor): Promise<string> => `Bearer ${await signDevelopmentToken(actor)}`

/** Waits until it is true. Less than the 15 s after which live lots are compared with the store whatever happens. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadlineMs = Date.now() + 10_000; !(await isTrue()); await sleep(10)) {
    if (Date.now() > deadlineMs) throw new Error(`not within 10 s: ${what}`)
  }
}
