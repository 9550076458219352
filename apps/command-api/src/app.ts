import { isTransient } from '@gavel/database'
import {
  classicProblems,
  correlation,
  jsonBody,
  type Logger,
  notFoundHandler,
  ordersProblems,
  problemHandler,
  requestLog,
  requestMetrics,
  securityHeaders,
  type Tracing,
  unavailableWhen,
  utf8Only,
} from '@gavel/service-kit'
import express from 'express'
import type { JSONWebKeySet } from 'jose'
import type { Registry } from 'prom-client'
import { answerRefusal } from './account/classic/refusal.ts'
import { type ClassicAccountOptions, classicAccountPaths, classicAccountRoutes } from './account/classic/routes.ts'
import { jwksRoute } from './account/jwksRoute.ts'
import { type AccountRoutesOptions, accountRoutes } from './account/routes.ts'
import {
  answerClassically,
  type ClassicBidRoutesOptions,
  classicBidPaths,
  classicBidRoutes,
} from './auction/classic/bidRoutes.ts'
import { type ClassicItemBidOptions, classicItemBidRoutes } from './auction/classic/itemBidRoutes.ts'
import { type ClassicItemOptions, classicItemRoutes } from './auction/classic/itemRoutes.ts'
import { type AuctionRoutesOptions, auctionRoutes } from './auction/routes.ts'
import { type CategoryRoutesOptions, categoryRoutes } from './catalog/categoryRoutes.ts'
import {
  type ClassicCategoryOptions,
  classicCategoryPath,
  classicCategoryRoute,
} from './catalog/classic/categoryRoute.ts'
import { type ProductRoutesOptions, productRoutes } from './catalog/productRoutes.ts'
import { type MemberRoutesOptions, memberRoutes } from './member/routes.ts'
import { type ClassicOrderOptions, classicOrderPaths, classicOrderRoute } from './order/classic/orderRoute.ts'
import { type OrderRoutesOptions, orderRoutes } from './order/routes.ts'

export type AppOptions = AccountRoutesOptions &
  ClassicAccountOptions &
  AuctionRoutesOptions &
  MemberRoutesOptions &
  CategoryRoutesOptions &
  ProductRoutesOptions &
  OrderRoutesOptions &
  ClassicOrderOptions &
  ClassicCategoryOptions &
  ClassicItemOptions &
  ClassicItemBidOptions &
  ClassicBidRoutesOptions & {
    jwks: JSONWebKeySet
    proxies: number
    logger: Logger
    registry: Registry
    tracing?: Tracing | undefined
  }

/** Of the older accounts service: JSON or forms, and errors in its own words. */
const accountsServicePaths = [
  ...classicAccountPaths,
  classicCategoryPath,
  '/auction/item',
  '/auction/items',
  '/auction/bid',
]

/** command-api's HTTP: commands alone, everything that is read comes from query-api. */
export function createApp(options: AppOptions): express.Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', options.proxies)
  const { tracing } = options
  app.use(correlation({ tracing }), securityHeaders(), requestMetrics(options.registry), requestLog(options.logger))
  app.use(
    [...classicBidPaths, ...accountsServicePaths, ...classicOrderPaths],
    express.urlencoded({ extended: false, limit: '64kb', verify: utf8Only }),
  )
  app.use(jsonBody())
  app.use(accountRoutes(options), classicAccountRoutes(options), jwksRoute(options.jwks))
  app.use(auctionRoutes(options))
  app.use(memberRoutes(options))
  app.use(categoryRoutes(options), productRoutes(options))
  app.use(orderRoutes(options))
  app.use(classicBidRoutes(options))
  app.use(classicItemRoutes(options), classicItemBidRoutes(options))
  app.use(classicCategoryRoute(options))
  app.use(classicOrderRoute(options))
  app.use(notFoundHandler())
  app.use(unavailableWhen(isTransient))
  app.use(classicBidPaths, answerClassically)
  app.use(accountsServicePaths, answerRefusal, classicProblems)
  app.use(classicOrderPaths, ordersProblems)
  app.use(problemHandler(options.logger))
  return app
}
