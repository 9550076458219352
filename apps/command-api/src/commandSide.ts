import { randomUUIDv7 } from 'node:crypto'
import type { EventStore, RuntimeMetrics } from '@gavel/event-store'
import type { Logger, TokenVerifier } from '@gavel/service-kit'
import type express from 'express'
import type { Redis } from 'ioredis'
import type pg from 'pg'
import type { Registry } from 'prom-client'
import { createApp } from './app.ts'
import { type AuctionHouse, createAuctionHouse } from './auction/auctionHouse.ts'
import { createLotRegister } from './auction/lotRegister.ts'
import { createPerform } from './auction/perform.ts'
import type { ListingLimits } from './auction/rules/listAuction.ts'
import { createIdempotency } from './idempotency/idempotency.ts'
import { createReplyCache } from './idempotency/replyCache.ts'

export type CommandSideOptions = {
  pool: pg.Pool
  store: EventStore
  redis: Redis
  verifier: TokenVerifier
  logger: Logger
  registry: Registry
  listingLimits: ListingLimits
  openBidding: boolean
  now?: () => number
  metrics?: RuntimeMetrics
}

/** The commands and their HTTP, wired to given stores: what main.ts runs and what the tests drive. */
export function createCommandSide(options: CommandSideOptions): { app: express.Express; house: AuctionHouse } {
  const { pool, store, redis, verifier, logger, registry, now = Date.now } = options
  const house = createAuctionHouse({
    store,
    now,
    newId: randomUUIDv7,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
  })
  const idempotency = createIdempotency({ store, cache: createReplyCache(redis, logger) })
  const app = createApp({
    perform: createPerform(house, idempotency),
    register: createLotRegister(pool, store),
    limits: options.listingLimits,
    openBidding: options.openBidding,
    verifier,
    logger,
    registry,
    now,
    newId: randomUUIDv7,
  })
  return { app, house }
}
