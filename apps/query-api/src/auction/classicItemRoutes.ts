import { type BidView, lotNumber } from '@gavel/event-contracts'
import { anyone, classicProblems, parseInput, route } from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { integer, versionQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import { newestBids } from '../sql/newestBids.ts'
import type { Queryable } from '../sql/queryable.ts'
import { itemSummary } from './classicItem.ts'
import { lotsOnPage } from './listLots.ts'
import type { LotReader } from './lotReader.ts'
import { unknownLot } from './lotReference.ts'

// Its clients may add what they like, as they always could.
export const itemsQuery = z.object({ pageSize: integer(1, 100).default(20), page: integer(1, 1_000_000).default(1) })
export const itemQuery = z.object({ ...versionQuery.shape })
const itemParams = z.object({
  id: z
    .string()
    .regex(/^[0-9]{1,10}$/, 'must be an item’s number')
    .transform(Number),
})

/** Those clients know no pages of bids: an answer of some hundred kilobytes at the most. */
const bidsMax = 1_000

/**
 * The reading half of the older accounts service's items. A bid's `id` is its place in the lot's log. With `openBidding`,
 * `bidder` is the paddle number; without, other people stay unknown here as everywhere, and it is the bidder's number in
 * the lot.
 */
export function classicItemRoutes(options: {
  db: Queryable
  prisma: PrismaClient
  reader: LotReader
  openBidding: boolean
}): express.Router {
  const { db, prisma, reader, openBidding } = options
  const router = express.Router()

  const bidOf = ({ version, amount, bidder, at }: BidView) => ({
    id: version,
    bid_amount: amount,
    bidder: openBidding ? bidder.paddleNumber : bidder.alias,
    created_at: at,
  })

  get(
    router,
    '/auction/items',
    anyone(),
    route(async (req, res) => {
      const { pageSize, page } = parseInput(itemsQuery, req.query)
      const { lots, total } = await lotsOnPage(prisma, { pageSize, page })
      res.json({ items: lots.map(itemSummary), page, pageSize, total })
    }),
  )

  /** The bids that count, highest first. */
  get(
    router,
    '/auction/item/:id',
    anyone(),
    route(async (req, res) => {
      const { id } = parseInput(itemParams, req.params)
      const { atLeast } = parseInput(itemQuery, req.query)
      const number = lotNumber.safeParse(id)
      if (!number.success) throw unknownLot()
      const lot = await reader.lotWithBids({ kind: 'number', lotNumber: number.data }, atLeast)
      const { bids } = await newestBids(db, lot.id, { counting: true, limit: bidsMax })
      const highestFirst = bids.toSorted((one, other) => other.amount - one.amount)
      res.json({ ...itemSummary(lot), content: lot.description, version: lot.version, bids: highestFirst.map(bidOf) })
    }),
  )

  router.use(['/auction/items', '/auction/item'], classicProblems)
  return router
}
