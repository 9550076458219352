import { isTransient } from '@gavel/database'
import type { OrderView } from '@gavel/event-contracts'
import {
  optionalActor,
  optionalActorOf,
  ordersProblems,
  Problem,
  parseInput,
  route,
  type TokenVerifier,
  unavailableWhen,
} from '@gavel/service-kit'
import express from 'express'
import { z } from 'zod'
import { get } from '../../http/methods.ts'
import { everyOrder, seenBy, wanted, wantedIn } from './inputs.ts'
import type { OrderSearch } from './orderSearch.ts'

const path = '/search/orders'

/** Those clients know no pages of a search. */
const ordersMax = 100

const emptyAsNone = (value: unknown): unknown => (value === '' ? undefined : value)

// They may add what they like, and leave a field of the form empty.
export const ordersSearched = z
  .object({
    userId: z.preprocess(emptyAsNone, wanted.userId),
    skuId: z.preprocess(emptyAsNone, wanted.skuId),
    correlationId: z.preprocess(emptyAsNone, wanted.correlationId),
  })
  .refine(({ userId, skuId, correlationId }) => (userId ?? skuId ?? correlationId) !== undefined, {
    message: 'userId, skuId or correlationId is needed',
  })

/** Its clients know no lots: those are left out. */
const classicOrder = ({ id, item, buyer, status, correlationId, createdAt }: OrderView) =>
  item.kind === 'sku'
    ? [
        {
          orderId: id,
          skuId: item.skuNumber,
          quantity: item.quantity,
          userId: buyer.paddleNumber,
          status: status.toUpperCase(),
          correlationId,
          createdAt,
        },
      ]
    : []

/**
 * `GET /search/orders?userId=|skuId=|correlationId=` of the older orders service: the newest first. With a token among
 * one's own orders, or all for administrators; without one among all, with `openBidding` alone.
 */
export function classicOrderSearchRoute(options: {
  search: OrderSearch
  verifier: TokenVerifier
  openBidding: boolean
}): express.Router {
  const { search, verifier, openBidding } = options
  const router = express.Router()
  get(
    router,
    path,
    optionalActor(verifier),
    route(async (req, res) => {
      const actor = optionalActorOf(req)
      if (actor === undefined && !openBidding) throw new Problem('token_missing')
      const query = {
        ...everyOrder,
        ...wantedIn(parseInput(ordersSearched, req.query)),
        ofShop: true,
        limit: ordersMax,
      }
      const { orders } = await search.find(actor === undefined ? query : seenBy(actor, query))
      res.json(orders.flatMap(classicOrder))
    }),
  )
  // command-api's: the entry sends reads here, and this is none.
  router.all('/orders', () => {
    throw new Problem('method_not_allowed', { headers: { Allow: 'POST' } })
  })
  router.use([path, '/orders'], unavailableWhen(isTransient), ordersProblems)
  return router
}
