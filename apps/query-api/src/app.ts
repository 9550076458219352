import { isTransient, prismaAdapter } from '@gavel/database'
import {
  correlation,
  type Logger,
  notFoundHandler,
  problemHandler,
  requestLog,
  requestMetrics,
  securityHeaders,
  type TokenVerifier,
  type Tracing,
  unavailableWhen,
} from '@gavel/service-kit'
import express from 'express'
import type pg from 'pg'
import type prom from 'prom-client'
import { auctionRoutes } from './auction/auctionRoutes.ts'
import { classicItemRoutes } from './auction/classicItemRoutes.ts'
import { classicRoutes } from './auction/classicRoutes.ts'
import { createLotReader } from './auction/lotReader.ts'
import { classicCategoriesRoute } from './catalog/classicRoute.ts'
import { catalogRoutes } from './catalog/routes.ts'
import { PrismaClient } from './generated/prisma/client.ts'
import { timeRoute } from './http/timeRoute.ts'
import { createArrivals } from './live/arrivals.ts'
import { createHotSet } from './live/hotSet.ts'
import { listRoutes } from './live/lists/listRoutes.ts'
import { createLiveLists, type LiveLists } from './live/lists/liveLists.ts'
import { createLiveLots, type LiveLots } from './live/liveLots.ts'
import { beginShowing } from './live/showing.ts'
import { streamRoutes } from './live/streamRoutes.ts'
import { createViewers, type Viewers } from './live/viewers.ts'
import { meRoutes } from './me/routes.ts'
import type { LiveView } from './me/stream/arrival.ts'
import { memberStreamRoute } from './me/stream/memberStreamRoute.ts'
import { createMemberStreams, type MemberStreams } from './me/stream/memberStreams.ts'
import { createQueryMetrics, type QueryMetrics } from './metrics.ts'
import { orderRoutes } from './order/orderRoutes.ts'
import { classicSearchRoute } from './search/lots/classicSearchRoute.ts'
import type { LotSearch } from './search/lots/lotSearch.ts'
import { searchRoutes } from './search/lots/searchRoutes.ts'
import { classicOrderSearchRoute } from './search/orders/classicOrderSearchRoute.ts'
import type { OrderSearch } from './search/orders/orderSearch.ts'
import { orderSearchRoutes } from './search/orders/orderSearchRoutes.ts'
import { classicProductRoute } from './shop/classicProductRoute.ts'
import { productRoutes } from './shop/productRoutes.ts'
import { createViewStores, type ViewStores } from './viewStores.ts'

export type QueryApp = ViewStores & {
  http: express.Express
  live: LiveLots
  lists: LiveLists
  members: MemberStreams
  viewers: Viewers
  metrics: QueryMetrics
  /** Takes views into what is live. */
  receive(views: readonly LiveView[]): void
  stop(): Promise<void>
}

export type QueryAppOptions = {
  /** Of schema `query`. Whoever made it ends it. */
  pool: pg.Pool
  search: LotSearch
  orderSearch: OrderSearch
  verifier: TokenVerifier
  registry: prom.Registry
  logger: Logger
  tracing?: Tracing | undefined
  openBidding: boolean
  /** Milliseconds since 1970. */
  now?: () => number
  /** Streams at a time in this process; 16,384 when left out. */
  viewersMax?: number
  /** What may wait for one slow viewer; 256 KiB when left out. */
  queueBytesMax?: number
}

/** Everything but what brings the views: Kafka is main.ts's matter. */
export function createApp(options: QueryAppOptions): QueryApp {
  const { pool, search, orderSearch, verifier, registry, logger, tracing, openBidding } = options
  const { now = Date.now, viewersMax = 16_384, queueBytesMax = 256 * 1_024 } = options
  const prisma = new PrismaClient({ adapter: prismaAdapter(pool, 'query') })
  const metrics = createQueryMetrics(registry, now)
  const hotSet = createHotSet()
  const arrivals = createArrivals()
  const reader = createLotReader({ db: pool, hotSet, arrivals })
  const live = createLiveLots({ db: pool, hotSet, arrivals, logger })
  const lists = createLiveLists({ db: pool, hotSet, logger })
  const members = createMemberStreams({ db: pool, hotSet, now, logger })
  const viewers = createViewers({ viewersMax, queueBytesMax, onDropped: metrics.viewerDropped })
  metrics.measure({ viewers: viewers.count, waiting: reader.waiting, hotLots: hotSet.size })

  const http = express()
  http.disable('x-powered-by')
  // Lots carry their version as ETag; a hash of each other body is work for nothing.
  http.set('etag', false)
  http.set('query parser', 'simple')
  http.use(
    requestMetrics(registry),
    correlation({ tracing }),
    requestLog(logger),
    securityHeaders(),
    (_req, res, next) => {
      res.setHeader('Cache-Control', 'no-cache')
      res.setHeader('Vary', 'Authorization')
      next()
    },
  )
  http.use(timeRoute(now))
  // Before the paths of single lots, which take any word for a lot.
  http.use(listRoutes({ lists, viewers, verifier }))
  http.use(auctionRoutes({ db: pool, prisma, reader, verifier }))
  http.use(streamRoutes({ reader, live, viewers, verifier }))
  http.use(memberStreamRoute({ members, viewers, verifier }))
  http.use(meRoutes({ db: pool, prisma, verifier, now }))
  http.use(searchRoutes({ search, verifier }), classicSearchRoute(search))
  http.use(orderSearchRoutes({ search: orderSearch, verifier }))
  http.use(classicOrderSearchRoute({ search: orderSearch, verifier, openBidding }))
  http.use(catalogRoutes(prisma), classicCategoriesRoute(prisma))
  http.use(productRoutes(pool), classicProductRoute(pool), orderRoutes({ db: pool, verifier }))
  // Before the paths of single lots, which take any word for a lot.
  http.use(classicItemRoutes({ db: pool, prisma, reader, openBidding }))
  http.use(classicRoutes({ db: pool, prisma, reader, openBidding }))
  http.use(notFoundHandler(), unavailableWhen(isTransient), problemHandler(logger))

  return {
    http,
    live,
    lists,
    members,
    viewers,
    metrics,
    ...createViewStores(pool, metrics.materialised),
    receive(views) {
      const ofLots = views.filter((view) => view.type === 'lot.view' || view.type === 'bid.view')
      const shown = tracing === undefined ? undefined : beginShowing(tracing, ofLots, live)
      live.receive(ofLots)
      shown?.()
      lists.receive(ofLots)
      members.receive(views)
      metrics.shown(ofLots)
    },
    async stop() {
      live.stop()
      lists.stop()
      members.stop()
      viewers.stop()
      await prisma.$disconnect()
    },
  }
}
