import { randomUUIDv7 } from 'node:crypto'
import { prismaAdapter } from '@gavel/database'
import type { EventStore, RuntimeMetrics } from '@gavel/event-store'
import { createTokenSigner, type Logger, type SigningKey, type TokenVerifier, type Tracing } from '@gavel/service-kit'
import type express from 'express'
import type { Redis } from 'ioredis'
import type { JSONWebKeySet } from 'jose'
import type pg from 'pg'
import type { Registry } from 'prom-client'
import { type AccountDesk, createAccountDesk } from './account/accountDesk.ts'
import { type AccountStore, createAccountStore } from './account/accountStore.ts'
import { createSessionCookie } from './account/browser/cookie.ts'
import { createHashing, type Hashing } from './account/hashing.ts'
import { createRefreshTokens } from './account/refreshTokens.ts'
import { createSessions } from './account/sessions.ts'
import { createApp } from './app.ts'
import { type AuctionHouse, createAuctionHouse } from './auction/auctionHouse.ts'
import { createLotLookup } from './auction/lotLookup.ts'
import { createLotRegister } from './auction/lotRegister.ts'
import { createOfferRegister } from './auction/offerRegister.ts'
import { createPerform } from './auction/perform.ts'
import type { ListingLimits } from './auction/rules/listing.ts'
import { createCatalogHouse } from './catalog/catalogHouse.ts'
import { createCategoryCodes, createSkuCodes } from './catalog/names.ts'
import { createPerformCatalog } from './catalog/perform.ts'
import { createProductNames } from './catalog/productNames.ts'
import { PrismaClient } from './generated/prisma/client.ts'
import { createIdempotency } from './idempotency/idempotency.ts'
import { createReplyCache } from './idempotency/replyCache.ts'
import { type AccountLimitSettings, createAccountLimits } from './limits/accountLimits.ts'
import { createBidLimit } from './limits/bidLimit.ts'
import type { LimitSetting } from './limits/limitSetting.ts'
import { createBlockLists } from './member/blockLists.ts'
import { createMemberHouse, type MemberHouse } from './member/memberHouse.ts'
import { createNumberRegister } from './numberRegister.ts'
import { createOrderSide, type OrderSettings, type OrderSide } from './order/orderSide.ts'

export type CommandSideOptions = {
  pool: pg.Pool
  store: EventStore
  redis: Redis
  verifier: TokenVerifier
  logger: Logger
  registry: Registry
  tracing?: Tracing | undefined
  listingLimits: ListingLimits
  /** The shortest time in which an offer may be answered. */
  offerLengthMinSec: number
  openBidding: boolean
  accounts: AccountSettings
  limits: AccountLimitSettings & { bid: LimitSetting }
  orders: OrderSettings
  /** How many stand between a client and this service. */
  proxies: number
  now?: () => number
  /** Of the streams of one kind. */
  metricsOf?: (kind: string) => RuntimeMetrics
}

export type AccountSettings = {
  /** Where the sessions are: a connection that may take its time. */
  redis: Redis
  signingKey: SigningKey
  jwks: JSONWebKeySet
  issuer: string
  audience: string
  accessTokenSec: number
  refreshTokenSec: number
  refreshGraceSec: number
  /** Whether browsers keep their sessions over TLS alone. */
  sessionCookieSecure: boolean
}

/** What runs the commands; stops when those that wait are done. */
export type CommandSide = {
  app: express.Express
  house: AuctionHouse
  members: MemberHouse
  accounts: AccountStore
  hashing: Hashing
  orders: OrderSide
  stop(): Promise<void>
}

/** The commands and their HTTP, wired to given stores: what main.ts runs and what the tests drive. */
export function createCommandSide(options: CommandSideOptions): CommandSide {
  const { pool, store, redis, verifier, logger, registry, now = Date.now } = options
  const newId = randomUUIDv7
  const members = createMemberHouse({ store, now, newId })
  const { metricsOf = () => ({}) } = options
  const catalog = createCatalogHouse({ store, now, newId, metricsOf })
  const blockLists = createBlockLists({ load: members.blockedBy })
  const house = createAuctionHouse({ store, blockLists, now, newId, metrics: metricsOf('auction') })
  const register = createLotRegister(pool, store)
  const idempotency = createIdempotency({ store, cache: createReplyCache(redis, logger) })
  const skuRegister = createNumberRegister({ pool, store }, { kind: 'sku', sequence: 'sku_numbers' })
  const orders = createOrderSide({
    ...options.orders,
    store,
    auctions: house,
    skus: catalog.skus,
    names: createProductNames(catalog),
    idempotency,
    logger,
    registry,
    now,
    newId,
    metrics: metricsOf('order'),
  })
  const prisma = new PrismaClient({ adapter: prismaAdapter(pool, 'command') })
  const accounts = createAccountStore(prisma, pool)
  const hashing = createHashing()
  const app = createApp({
    desk: createDesk(options.accounts, { accounts, hashing, now }),
    sessionCookie: createSessionCookie({
      lifeSec: options.accounts.refreshTokenSec,
      isSecure: options.accounts.sessionCookieSecure,
    }),
    jwks: options.accounts.jwks,
    accountLimits: createAccountLimits(redis, options.limits),
    proxies: options.proxies,
    perform: createPerform(house, idempotency, createBidLimit(redis, options.limits.bid)),
    register,
    offers: createOfferRegister(store),
    limits: options.listingLimits,
    offerLengthMinSec: options.offerLengthMinSec,
    openBidding: options.openBidding,
    members,
    blockLists,
    lotExists: createLotLookup(register, house),
    performCatalog: createPerformCatalog(idempotency),
    catalog,
    categoryCodes: createCategoryCodes(store),
    skuCodes: createSkuCodes(store),
    productRegister: createNumberRegister({ pool, store }, { kind: 'product', sequence: 'product_numbers' }),
    skuRegister,
    ...orders.commands,
    resolveSku: skuRegister.resolve,
    verifier,
    logger,
    registry,
    tracing: options.tracing,
    now,
    newId,
  })
  return {
    app,
    house,
    members,
    accounts,
    hashing,
    orders,
    async stop() {
      await Promise.all([house.stop(), members.stop(), catalog.stop(), orders.stop()])
      await prisma.$disconnect()
    },
  }
}

function createDesk(
  settings: AccountSettings,
  { accounts, hashing, now }: { accounts: AccountStore; hashing: Hashing; now: () => number },
): AccountDesk {
  const { redis, signingKey: key, jwks, issuer, audience } = settings
  return createAccountDesk({
    store: accounts,
    hashing,
    signer: createTokenSigner({ key, issuer, audience, lifeSec: settings.accessTokenSec, now }),
    refreshTokens: createRefreshTokens({ key, jwks, issuer, lifeSec: settings.refreshTokenSec, now }),
    sessions: createSessions({ redis, lifeSec: settings.refreshTokenSec, graceSec: settings.refreshGraceSec }),
  })
}
