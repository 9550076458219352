import type { BidView, LotView } from '@gavel/event-contracts'
import {
  actorOf,
  authenticate,
  optionalActor,
  optionalActorOf,
  parseInput,
  route,
  type TokenVerifier,
} from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import { versionMax, versionQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import { highestBid } from '../sql/highestBid.ts'
import { myBid } from '../sql/myBid.ts'
import { newestBids } from '../sql/newestBids.ts'
import type { Queryable } from '../sql/queryable.ts'
import { auctionsQuery, bidsQuery } from './inputs.ts'
import { listLots } from './listLots.ts'
import { lotEtag, lotFor } from './lotFor.ts'
import type { LotReader } from './lotReader.ts'
import { lotReference } from './lotReference.ts'
import { mostWatched } from './mostWatched.ts'
import { ownBid } from './ownBid.ts'
import { bidFor } from './publicBid.ts'
import { viewpointOf } from './viewpoint.ts'

const bidsPlace = z.strictObject({ beforeVersion: z.int().positive().max(versionMax) })

/** GET /v1/auctions and what is below one lot, but for its stream. `{id}` is the UUID or the lot number. */
export function auctionRoutes(options: {
  db: Queryable
  prisma: PrismaClient
  reader: LotReader
  verifier: TokenVerifier
}): express.Router {
  const { db, prisma, reader } = options
  const router = express.Router()
  const actor = optionalActor(options.verifier)

  get(
    router,
    '/v1/auctions',
    actor,
    route(async (req, res) => {
      const query = parseInput(auctionsQuery, req.query)
      const seen = (lot: LotView) => lotFor(lot, viewpointOf(lot, optionalActorOf(req)))
      const { sort } = query
      if (sort === 'most_watched') {
        const { items, nextCursor } = await mostWatched(db, query)
        res.json({ items: items.map(({ lot, watchCount }) => ({ ...seen(lot), watchCount })), nextCursor })
        return
      }
      const { items, nextCursor } = await listLots(prisma, { ...query, sort })
      res.json({ items: items.map(seen), nextCursor })
    }),
  )

  get(
    router,
    '/v1/auctions/:id',
    actor,
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const lot = await reader.lot(lotReference(req.params.id), atLeast)
      const viewpoint = viewpointOf(lot, optionalActorOf(req))
      res.setHeader('ETag', lotEtag(lot, viewpoint))
      res.json(lotFor(lot, viewpoint))
    }),
  )

  get(
    router,
    '/v1/auctions/:id/bids',
    actor,
    route(async (req, res) => {
      const { atLeast, limit, cursor } = parseInput(bidsQuery, req.query)
      const place = cursor === undefined ? {} : decodeCursor(bidsPlace, cursor)
      const lot = await reader.lotWithBids(lotReference(req.params.id), atLeast)
      const { bids } = await newestBids(db, lot.id, { ...place, limit: limit + 1 })
      const viewpoint = viewpointOf(lot, optionalActorOf(req))
      const page = bids.slice(0, limit)
      const last = bids.length > limit ? page.at(-1) : undefined
      res.json({
        items: page.map((bid) => bidFor(bid, viewpoint)),
        nextCursor: last === undefined ? null : encodeCursor({ beforeVersion: last.version }),
      })
    }),
  )

  /** `{ bid, version }`: the highest bid (null when there is none) among all bids up to that version of the lot. */
  get(
    router,
    '/v1/auctions/:id/highest-bid',
    actor,
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const lot = await reader.lotWithBids(lotReference(req.params.id), atLeast)
      const { bid, ...bids } = await highestBid(db, lot)
      const version = versionWith(lot, bid, bids)
      const viewpoint = viewpointOf(lot, optionalActorOf(req))
      res.json({ bid: bid === null ? null : bidFor(bid, viewpoint), version })
    }),
  )

  /** `{ bid, version }`: the caller's newest entry that counts (null when none does) up to that version of the lot. */
  get(
    router,
    '/v1/auctions/:id/my-bid',
    authenticate(options.verifier),
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const lot = await reader.lotWithBids(lotReference(req.params.id), atLeast)
      const { bid, ...bids } = await myBid(db, lot.id, actorOf(req).id)
      res.json({ bid: bid === null ? null : ownBid(bid), version: versionWith(lot, bid, bids) })
    }),
  )

  return router
}

/**
 * The version up to which all bids are known. The lot's own is true only when none of its bids, and no retraction, is
 * still on the way; the bids are always without a gap.
 */
function versionWith(
  lot: LotView,
  bid: BidView | null,
  { stored, retracted }: { stored: number; retracted: number },
): number {
  const hasAll = stored >= lot.bidCount && retracted >= lot.retractedCount
  return Math.max(bid?.version ?? 1, hasAll ? lot.version : 1)
}
