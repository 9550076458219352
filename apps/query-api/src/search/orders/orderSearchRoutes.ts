import { actorOf, authenticate, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { get } from '../../http/methods.ts'
import { orderFor } from '../../order/orderFor.ts'
import { placeCursor, placeIn } from '../placeCursor.ts'
import { orderQueryIn, orderSearchInput, seenBy } from './inputs.ts'
import { canonicalOrders, type OrderQuery } from './orderQuery.ts'
import type { OrderSearch } from './orderSearch.ts'

const place = z.tuple([z.int(), z.uuid()])

const whole = (query: OrderQuery): string => canonicalOrders({ ...query, limit: 1, after: null })

/** GET /v1/search/orders: `{ items, nextCursor, total }`, one's own, or all for administrators. */
export function orderSearchRoutes(options: { search: OrderSearch; verifier: TokenVerifier }): express.Router {
  const router = express.Router()
  get(
    router,
    '/v1/search/orders',
    authenticate(options.verifier),
    route(async (req, res) => {
      const { cursor, ...input } = parseInput(orderSearchInput, req.query)
      const query = seenBy(actorOf(req), orderQueryIn(input))
      const after = cursor === undefined ? null : placeIn(whole(query), place, cursor)
      const { orders, total, next } = await options.search.find({ ...query, after })
      res.json({
        items: orders.map(orderFor),
        nextCursor: placeCursor(whole(query), next),
        total,
      })
    }),
  )
  return router
}
