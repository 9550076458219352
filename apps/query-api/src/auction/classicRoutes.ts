import type { BidView, LotView } from '@gavel/event-contracts'
import { anyone, Problem, type ProblemCode, parseInput, problemCatalogue, route } from '@gavel/service-kit'
import express from 'express'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { get } from '../http/methods.ts'
import { highestBid } from '../sql/highestBid.ts'
import { newestBids } from '../sql/newestBids.ts'
import type { Queryable } from '../sql/queryable.ts'
import { classicStatus } from './classicItem.ts'
import { classicQuery } from './inputs.ts'
import { newestLots } from './listLots.ts'
import type { LotReader } from './lotReader.ts'
import { type LotReference, lotReference } from './lotReference.ts'

const itemOf = (lot: LotView) => ({
  id: lot.lotNumber,
  title: lot.title,
  description: lot.description,
  starting_price: lot.startingPrice,
  current_price: lot.price,
  buy_now_price: lot.buyNowPrice,
  start_time: lot.startsAt,
  end_time: lot.endsAt,
  seller: lot.seller.username,
  status: classicStatus(lot),
  created_at: lot.createdAt,
})

/** A lot number. A word is of the wrong type (422), a number of no lot unknown (404). */
function itemReference(text: unknown): LotReference {
  if (typeof text === 'string' && /^-?\d+$/.test(text)) return lotReference(text)
  throw new Problem('invalid_input', { detail: 'The id must be an integer.' })
}

const errorBody = (code: ProblemCode, error: string) => ({ error, code: code.toUpperCase() })

/** The errors of these routes are `{ error, code }`; what is not the client's goes on to the usual handler. */
const classicErrors: express.ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof Problem) || error.status >= 500 || res.headersSent) return next(error)
  for (const [name, value] of Object.entries(error.headers)) res.setHeader(name, value)
  res.status(error.status).json(errorBody(error.code, error.detail ?? problemCatalogue[error.code].title))
}

/**
 * The reading half of the classic bid routes. Ids are lot numbers; a bid's `id` is its place in the lot's log, so it is
 * an integer, unique in its lot, and grows. With `openBidding`, `bidder_id` is the paddle number; without, other people
 * stay unknown here as everywhere, and it is the bidder's number in the lot.
 */
export function classicRoutes(options: {
  db: Queryable
  prisma: PrismaClient
  reader: LotReader
  openBidding: boolean
}): express.Router {
  const { db, prisma, reader, openBidding } = options
  const router = express.Router()

  const bidOf = (bid: BidView) => ({
    id: bid.version,
    item_id: bid.lotNumber,
    bidder_id: openBidding ? bid.bidder.paddleNumber : bid.bidder.alias,
    bid_amount: bid.amount,
    bid_time: bid.at,
  })

  const item = route(async (req, res) => {
    const { atLeast } = parseInput(classicQuery, req.query)
    res.json(itemOf(await reader.lot(itemReference(req.params.id), atLeast)))
  })

  /** Highest first, which is newest first but for what was retracted: that is left out. */
  const bids = route(async (req, res) => {
    const { atLeast, limit } = parseInput(classicQuery, req.query)
    const lot = await reader.lotWithBids(itemReference(req.params.id), atLeast)
    const newest = await newestBids(db, lot.id, { counting: true, limit })
    res.json(newest.bids.map(bidOf))
  })

  get(
    router,
    '/items',
    anyone(),
    route(async (req, res) => {
      const { limit } = parseInput(classicQuery, req.query)
      const lots = await newestLots(prisma, limit)
      res.json(lots.map(itemOf))
    }),
  )
  get(router, '/items/:id', anyone(), item)
  get(router, '/items/:id/bids', anyone(), bids)
  get(router, '/auction/:id', anyone(), item)
  get(router, '/auction/:id/bids', anyone(), bids)
  get(
    router,
    '/auction/:id/highest-bid',
    anyone(),
    route(async (req, res) => {
      const { atLeast } = parseInput(classicQuery, req.query)
      const lot = await reader.lotWithBids(itemReference(req.params.id), atLeast)
      res.json((await highestBid(db, lot)).bid?.amount ?? null)
    }),
  )

  router.use(classicErrors)
  return router
}
