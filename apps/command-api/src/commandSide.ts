import { randomUUIDv7 } from 'node:crypto'
import type { EventStore, RuntimeMetrics } from '@gavel/event-store'
import type { Logger, TokenVerifier } from '@gavel/service-kit'
import type express from 'express'
import type { Redis } from 'ioredis'
import type pg from 'pg'
import type { Registry } from 'prom-client'
import { createApp } from './app.ts'
import { type AuctionHouse, createAuctionHouse } from './auction/auctionHouse.ts'
import { createLotLookup } from './auction/lotLookup.ts'
import { createLotRegister } from './auction/lotRegister.ts'
import { createOfferRegister } from './auction/offerRegister.ts'
import { createPerform } from './auction/perform.ts'
import type { ListingLimits } from './auction/rules/listing.ts'
import { createCatalogHouse } from './catalog/catalogHouse.ts'
import { createCategoryCodes } from './catalog/categoryCodes.ts'
import { createPerformCategory } from './catalog/perform.ts'
import { createIdempotency } from './idempotency/idempotency.ts'
import { createReplyCache } from './idempotency/replyCache.ts'
import { createBlockLists } from './member/blockLists.ts'
import { createMemberHouse, type MemberHouse } from './member/memberHouse.ts'

export type CommandSideOptions = {
  pool: pg.Pool
  store: EventStore
  redis: Redis
  verifier: TokenVerifier
  logger: Logger
  registry: Registry
  listingLimits: ListingLimits
  /** The shortest time in which an offer may be answered. */
  offerLengthMinSec: number
  openBidding: boolean
  now?: () => number
  metrics?: RuntimeMetrics
}

/** What runs the commands; stops when those that wait are done. */
export type CommandSide = { app: express.Express; house: AuctionHouse; members: MemberHouse; stop(): Promise<void> }

/** The commands and their HTTP, wired to given stores: what main.ts runs and what the tests drive. */
export function createCommandSide(options: CommandSideOptions): CommandSide {
  const { pool, store, redis, verifier, logger, registry, now = Date.now } = options
  const newId = randomUUIDv7
  const members = createMemberHouse({ store, now, newId })
  const catalog = createCatalogHouse({ store, now, newId })
  const blockLists = createBlockLists({ load: members.blockedBy })
  const metrics = options.metrics === undefined ? {} : { metrics: options.metrics }
  const house = createAuctionHouse({ store, blockLists, now, newId, ...metrics })
  const register = createLotRegister(pool, store)
  const idempotency = createIdempotency({ store, cache: createReplyCache(redis, logger) })
  const app = createApp({
    perform: createPerform(house, idempotency),
    register,
    offers: createOfferRegister(store),
    limits: options.listingLimits,
    offerLengthMinSec: options.offerLengthMinSec,
    openBidding: options.openBidding,
    members,
    blockLists,
    lotExists: createLotLookup(register, house),
    performCategory: createPerformCategory(catalog, idempotency),
    categoryCodes: createCategoryCodes(store),
    verifier,
    logger,
    registry,
    now,
    newId,
  })
  return {
    app,
    house,
    members,
    async stop() {
      await Promise.all([house.stop(), members.stop(), catalog.stop()])
    },
  }
}
