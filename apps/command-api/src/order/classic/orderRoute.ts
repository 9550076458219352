import { type Bidder, paddleHolder } from '@gavel/event-contracts'
import {
  authenticate,
  correlationOf,
  optionalActor,
  optionalActorOf,
  Problem,
  parseInput,
  route,
  type TokenVerifier,
} from '@gavel/service-kit'
import express from 'express'
import { bidderOf } from '../../http/actors.ts'
import { formValues } from '../../http/formValues.ts'
import { only } from '../../http/only.ts'
import { type Reply, sendReply } from '../../idempotency/reply.ts'
import type { CountOrder } from '../metrics.ts'
import type { PerformOrder } from '../perform.ts'
import type { Placed, PlaceOrder } from '../placeOrder.ts'
import { noSuchSku } from '../problems.ts'
import { classicOrderBody } from '../requests.ts'

export type ClassicOrderOptions = {
  countOrder: CountOrder
  performOrder: PerformOrder
  placeOrder: PlaceOrder
  resolveSku: (reference: string) => Promise<string | undefined>
  verifier: TokenVerifier
  /** CLASSIC_OPEN_BIDDING: whoever sends no token is believed who he is; else it needs one. */
  openBidding: boolean
}

const classicReadPaths = ['/search/orders', '/products/:id']

/** Their errors in its words, and bodies as JSON or forms. */
export const classicOrderPaths = ['/orders', '/search/orders', '/products']

/** For whom the older clients order that name nobody: a paddle that no account is given. */
const guest = paddleHolder(2_147_483_647)

/** `POST /orders {skuId, quantity, idempotencyKey}` of the older orders service. */
export function classicOrderRoute(options: ClassicOrderOptions): express.Router {
  const { countOrder, performOrder, placeOrder, resolveSku, verifier, openBidding } = options
  const router = express.Router()

  router
    .route('/orders')
    .post(
      openBidding ? optionalActor(verifier) : authenticate(verifier),
      route(async (req, res) => sendReply(res, await countOrder(() => place(req)))),
    )
    .all(only('POST'))

  // query-api's: the entry sends whatever is not a read here.
  router.all(classicReadPaths, only('GET', 'HEAD'))

  return router

  async function place(req: express.Request): Promise<Reply> {
    const body: unknown = req.is('urlencoded') ? formOrder(req.body) : req.body
    const { skuId: reference, quantity, idempotencyKey, userId } = parseInput(classicOrderBody, body)
    const buyer = buyerOf(req, userId)
    return performOrder<Placed>(req, `user:${buyer.id}`, {
      async run(context) {
        const skuId = await resolveSku(reference)
        if (skuId === undefined) throw noSuchSku()
        return placeOrder({ skuId, buyer, quantity }, context)
      },
      reply: ({ orderId }) => ({
        status: 200,
        body: { orderId, status: 'CREATED', correlationId: correlationOf(req).correlationId },
      }),
      key: { key: idempotencyKey, request: { reference, quantity } },
    })
  }
}

/** A key is text, also where it looks like a number. */
const formOrder = (form: Record<string, unknown>): Record<string, unknown> => ({
  ...formValues(form),
  idempotencyKey: form.idempotencyKey,
})

function buyerOf(req: express.Request, userId: number | undefined): Bidder {
  const actor = optionalActorOf(req)
  if (actor === undefined) return userId === undefined ? guest : paddleHolder(userId)
  if (userId !== undefined && userId !== actor.paddleNumber) {
    throw new Problem('forbidden', { detail: 'Whoever is signed in orders for himself.' })
  }
  return bidderOf(actor)
}
