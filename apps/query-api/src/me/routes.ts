import { actorOf, authenticate, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { listLots } from '../auction/listLots.ts'
import { lotFor } from '../auction/lotFor.ts'
import { viewpointOf } from '../auction/viewpoint.ts'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { decodeCursor } from '../http/cursor.ts'
import { noQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import { beginning, myBids } from '../sql/myBids.ts'
import { myNotices } from '../sql/myNotices.ts'
import type { Queryable } from '../sql/queryable.ts'
import { watchedLots } from '../sql/watchedLots.ts'
import { lotPlace, myLotsQuery, noticePlace, paddlePlace, pageQuery } from './inputs.ts'
import { noticeOf } from './notice.ts'
import { pageOf } from './page.ts'
import { standingIn } from './standing.ts'

/** GET /v1/me/…: what belongs to whoever is signed in, and is shown to nobody else. */
export function meRoutes(options: {
  db: Queryable
  prisma: PrismaClient
  verifier: TokenVerifier
  now: () => number
}): express.Router {
  const { db, prisma, now } = options
  const router = express.Router()
  const signedIn = authenticate(options.verifier)

  get(
    router,
    '/v1/me',
    signedIn,
    route((req, res) => {
      parseInput(noQuery, req.query)
      const { id, username, paddleNumber, roles } = actorOf(req)
      res.json({ id, username, paddleNumber, roles })
    }),
  )

  get(
    router,
    '/v1/me/bids',
    signedIn,
    route(async (req, res) => {
      const actor = actorOf(req)
      const { limit, cursor } = parseInput(pageQuery, req.query)
      const before = cursor === undefined ? beginning : decodeCursor(lotPlace, cursor)
      const found = await myBids(db, actor.id, { before, limit: limit + 1 })
      const page = pageOf(found, limit, ({ at, lot }) => ({ at, auctionId: lot.id }))
      const items = page.items.map(({ lot, amount: yourBid, maximum: yourMaximum, at }) => ({
        lot: lotFor(lot, viewpointOf(lot, actor)),
        status: standingIn(lot, actor.id),
        yourBid,
        yourMaximum,
        at,
      }))
      res.json({ ...page, items })
    }),
  )

  get(
    router,
    '/v1/me/lots',
    signedIn,
    route(async (req, res) => {
      const actor = actorOf(req)
      const page = await listLots(prisma, { ...parseInput(myLotsQuery, req.query), seller: actor.id })
      res.json({ ...page, items: page.items.map((lot) => lotFor(lot, viewpointOf(lot, actor))) })
    }),
  )

  get(
    router,
    '/v1/me/watchlist',
    signedIn,
    route(async (req, res) => {
      const actor = actorOf(req)
      const { limit, cursor } = parseInput(pageQuery, req.query)
      const before = cursor === undefined ? beginning : decodeCursor(lotPlace, cursor)
      const found = await watchedLots(db, actor.id, { before, limit: limit + 1 })
      const page = pageOf(found, limit, ({ watchedAt: at, lot }) => ({ at, auctionId: lot.id }))
      const items = page.items.map(({ lot, watchedAt }) => ({ lot: lotFor(lot, viewpointOf(lot, actor)), watchedAt }))
      res.json({ ...page, items })
    }),
  )

  get(
    router,
    '/v1/me/blocks',
    signedIn,
    route(async (req, res) => {
      const { limit, cursor } = parseInput(pageQuery, req.query)
      const after = cursor === undefined ? 0 : decodeCursor(paddlePlace, cursor).paddleNumber
      const found = await prisma.block.findMany({
        where: { userId: actorOf(req).id, blocked: true, paddleNumber: { gt: after } },
        orderBy: { paddleNumber: 'asc' },
        take: limit + 1,
      })
      const page = pageOf(found, limit, ({ paddleNumber }) => ({ paddleNumber }))
      const items = page.items.map(({ paddleNumber, at }) => ({ paddleNumber, blockedAt: at.toISOString() }))
      res.json({ ...page, items })
    }),
  )

  get(
    router,
    '/v1/me/notices',
    signedIn,
    route(async (req, res) => {
      const { limit, cursor } = parseInput(pageQuery, req.query)
      const before = cursor === undefined ? { ...beginning, kind: '' } : decodeCursor(noticePlace, cursor)
      const found = await myNotices(db, actorOf(req).id, { now: new Date(now()), before, limit: limit + 1 })
      const page = pageOf(found, limit, ({ at, kind, lot }) => ({ at, kind, auctionId: lot.id }))
      res.json({ ...page, items: page.items.map(noticeOf) })
    }),
  )

  return router
}
