import express from 'express'
import { only } from '../http/only.ts'
import { bidRoutes } from './bidRoutes.ts'
import type { ListingOptions } from './listing.ts'
import { lotRoutes } from './lotRoutes.ts'
import { type SaleRoutesOptions, saleRoutes } from './saleRoutes.ts'

export type AuctionRoutesOptions = ListingOptions & SaleRoutesOptions

/** The `/v1` commands on lots. Each only translates: a request to a rule, the rule's answer to a reply. */
export function auctionRoutes(options: AuctionRoutesOptions): express.Router {
  const router = express.Router()
  router.use(lotRoutes(options), bidRoutes(options), saleRoutes(options))
  router.all(readPaths, only('GET', 'HEAD'))
  return router
}

/** query-api's paths: the entry sends whatever is not a read here. */
const readPaths = [
  '/v1/auctions/:id/highest-bid',
  '/v1/auctions/:id/my-bid',
  '/v1/auctions/:id/stream',
  '/v1/auctions/stream',
  '/v1/me/stream',
  '/v1/me/bids',
  '/v1/me/lots',
  '/v1/me/watchlist',
  '/v1/me/notices',
  '/v1/time',
]
