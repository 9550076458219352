import {
  type Actor,
  actorOf,
  authenticate,
  correlationOf,
  Problem,
  parseInput,
  route,
  type TokenVerifier,
} from '@gavel/service-kit'
import express from 'express'
import { bidderOf, memberOf } from '../http/actors.ts'
import { emptyBody } from '../http/emptyBody.ts'
import { only } from '../http/only.ts'
import { problemReply } from '../http/problemReply.ts'
import { keyOf } from '../idempotency/idempotency.ts'
import { type Reply, sendReply } from '../idempotency/reply.ts'
import type { CancelOrder } from './cancelOrder.ts'
import type { CountOrder } from './metrics.ts'
import type { PaymentProvider } from './payment/provider.ts'
import type { Payments } from './payOrder.ts'
import type { PerformOrder } from './perform.ts'
import type { Placed, PlaceOrder } from './placeOrder.ts'
import { noSuchOrder, noSuchSku } from './problems.ts'
import { orderBody, payBody } from './requests.ts'
import type { Paid } from './rules/paying.ts'

export type OrderRoutesOptions = {
  countOrder: CountOrder
  performOrder: PerformOrder
  placeOrder: PlaceOrder
  /** Undefined: nobody can pay here. */
  payments: (Pick<Payments, 'pay'> & Pick<PaymentProvider, 'defaultMethod' | 'takes'>) | undefined
  cancelOrder: CancelOrder
  /** The id of a SKU by its id or its number. */
  resolveSku: (reference: string) => Promise<string | undefined>
  verifier: TokenVerifier
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The `/v1` commands on orders: everybody's own. */
export function orderRoutes(options: OrderRoutesOptions): express.Router {
  const { countOrder, performOrder, placeOrder, payments, cancelOrder, resolveSku } = options
  const signedIn = authenticate(options.verifier)
  const router = express.Router()

  router
    .route('/v1/orders')
    .post(
      signedIn,
      route(async (req, res) => sendReply(res, await countOrder(() => place(req)))),
    )
    .all(only('POST'))

  router
    .route('/v1/orders/:id/pay')
    .post(
      signedIn,
      route(async (req, res) => {
        const actor = actorOf(req)
        const named = parseInput(payBody, req.body)
        const orderId = orderIn(req)
        if (payments === undefined) throw new Problem('payment_unavailable')
        const method = named ?? payments.defaultMethod
        if (method === null || !payments.takes(method)) {
          const errors = [{ path: 'paymentMethod', message: method === null ? 'is missing' : 'is none of those here' }]
          throw new Problem('invalid_input', { extra: { errors } })
        }
        const reply = await performOrder<Paid>(req, actorName(actor), {
          run: (context) => payments.pay({ orderId, by: actor.id, method }, context),
          reply: (paid, version) => paidReply(paid, { orderId, version, path: req.path }),
          passes: ({ kind }) => kind === 'unanswered',
        })
        sendReply(res, reply)
      }),
    )
    .all(only('POST'))

  router
    .route('/v1/orders/:id/cancel')
    .post(
      signedIn,
      route(async (req, res) => {
        const actor = actorOf(req)
        parseInput(emptyBody, req.body)
        const orderId = orderIn(req)
        const reply = await performOrder<null>(req, actorName(actor), {
          run: (context) => cancelOrder(orderId, memberOf(actor), context),
          reply: (_answer, version) => ({ status: 200, body: { orderId, status: 'cancelled', version } }),
        })
        sendReply(res, reply)
      }),
    )
    .all(only('POST'))

  // query-api's: the entry sends whatever is not a read here.
  router.all(['/v1/orders/:id', '/v1/me/orders', '/v1/search/orders'], only('GET', 'HEAD'))

  return router

  async function place(req: express.Request): Promise<Reply> {
    const actor = actorOf(req)
    const { skuId: reference, quantity, idempotencyKey } = parseInput(orderBody, req.body)
    const key = oneKey(keyOf(req), idempotencyKey)
    return performOrder<Placed>(req, actorName(actor), {
      async run(context) {
        const skuId = await resolveSku(reference)
        if (skuId === undefined) throw noSuchSku()
        return placeOrder({ skuId, buyer: bidderOf(actor), quantity }, context)
      },
      reply: ({ orderId }, version) => ({
        status: 201,
        body: { orderId, status: 'created', version, correlationId: correlationOf(req).correlationId },
        headers: { Location: `/v1/orders/${orderId}` },
      }),
      key: {
        key,
        request: { reference, quantity },
        replayed: (before) => ({ ...before, status: replayedStatus(before) }),
      },
    })
  }
}

const actorName = ({ id }: Actor): string => `user:${id}`

/** A refusal stays what it was. */
const replayedStatus = ({ status }: Reply): number => (status === 201 ? 200 : status)

function orderIn(req: express.Request): string {
  const id = String(req.params.id).toLowerCase()
  if (!uuidPattern.test(id)) throw noSuchOrder()
  return id
}

/** The key may stand in the header or in the body; twice only if it is the same. */
function oneKey(inHeader: string | undefined, inBody: string | undefined): string | undefined {
  if (inHeader !== undefined && inBody !== undefined && inHeader !== inBody) {
    const errors = [{ path: 'idempotencyKey', message: 'is not the one of the header Idempotency-Key' }]
    throw new Problem('invalid_input', { extra: { errors } })
  }
  return inBody ?? inHeader
}

function paidReply(paid: Paid, { orderId, version, path }: { orderId: string; version: number; path: string }): Reply {
  switch (paid.kind) {
    case 'paid':
      return { status: 200, body: { orderId, status: 'paid', version } }
    case 'declined':
      return problemReply(new Problem('payment_declined', { detail: paid.reason, extra: { orderId, version } }), path)
    case 'unanswered':
      // The provider may still take it. To pay again asks about the same payment.
      return {
        status: 202,
        body: { orderId, status: 'created', payment: 'pending', version },
        headers: { 'Retry-After': '2' },
      }
    default:
      return paid satisfies never
  }
}
