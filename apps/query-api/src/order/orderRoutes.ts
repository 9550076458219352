import { orderStatuses, uuid } from '@gavel/event-contracts'
import { type Actor, actorOf, authenticate, Problem, parseInput, route, type TokenVerifier } from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { decodeCursor } from '../http/cursor.ts'
import { versionQuery } from '../http/inputs.ts'
import { get } from '../http/methods.ts'
import { createVersionedRead } from '../http/versionedRead.ts'
import { madePlace, pageQuery } from '../me/inputs.ts'
import { pageOf } from '../me/page.ts'
import { loadOrder } from '../sql/loadOrder.ts'
import { newestOfAll } from '../sql/madePlace.ts'
import { myOrders } from '../sql/myOrders.ts'
import type { Queryable } from '../sql/queryable.ts'
import { orderFor } from './orderFor.ts'

/** They are asked for by id, four times a second each: a small part of what the store can answer. */
const waitersMax = 500

export const myOrdersQuery = z.strictObject({ ...pageQuery.shape, status: z.enum(orderStatuses).optional() })

const unknownOrder = (): Problem => new Problem('not_found', { detail: 'There is no such order.' })

/** GET /v1/orders/{id} and GET /v1/me/orders: an order is shown to its buyer, to administrators, and that of a
 * lot to its seller, who waits for his money. */
export function orderRoutes({ db, verifier }: { db: Queryable; verifier: TokenVerifier }): express.Router {
  const router = express.Router()
  const signedIn = authenticate(verifier)
  const read = createVersionedRead({ waitersMax })

  /** Others' orders are not there, whatever is asked: nobody learns that they are. */
  async function orderSeenBy({ id: actorId, roles }: Actor, id: string) {
    const order = await loadOrder(db, id)
    const isSeller = order?.item.kind === 'lot' && order.item.sellerId === actorId
    return order?.buyer.id === actorId || isSeller || roles.includes('administrator') ? order : undefined
  }

  get(
    router,
    '/v1/orders/:id',
    signedIn,
    route(async (req, res) => {
      const { atLeast } = parseInput(versionQuery, req.query)
      const id = uuid.safeParse(req.params.id)
      if (!id.success) throw unknownOrder()
      const order = await read(() => orderSeenBy(actorOf(req), id.data), { atLeast, unknown: unknownOrder })
      res.setHeader('ETag', `"${order.version}"`)
      res.json(orderFor(order))
    }),
  )

  get(
    router,
    '/v1/me/orders',
    signedIn,
    route(async (req, res) => {
      const { limit, cursor, status } = parseInput(myOrdersQuery, req.query)
      const before = cursor === undefined ? newestOfAll : decodeCursor(madePlace, cursor)
      const found = await myOrders(db, actorOf(req).id, { status, before, limit: limit + 1 })
      const page = pageOf(found, limit, ({ createdAt: at, id }) => ({ at, id }))
      res.json({ ...page, items: page.items.map(orderFor) })
    }),
  )

  // command-api's: the entry sends reads here, and these are none.
  router.all(['/v1/orders', '/v1/orders/:id/pay', '/v1/orders/:id/cancel'], () => {
    throw new Problem('method_not_allowed', { headers: { Allow: 'POST' } })
  })

  return router
}
