import { uuid } from '@gavel/event-contracts'
import { json, type Operation, ordersErrors } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { emptyBody } from '../http/emptyBody.ts'
import { version } from '../http/openapi.ts'
import { classicOrderBody, orderBody, payBody } from './requests.ts'

const placed = z
  .strictObject({ orderId: uuid, status: z.literal('created'), version, correlationId: z.string() })
  .meta({ id: 'PlacedOrder' })
const ended = (status: 'paid' | 'cancelled') => z.strictObject({ orderId: uuid, status: z.literal(status), version })
const pending = z.strictObject({
  orderId: uuid,
  status: z.literal('created'),
  payment: z.literal('pending'),
  version,
})

const member = { tag: 'Orders', token: 'member', keyed: true } as const
const orderPart = { id: 'The UUID of the order.' }

export const orderOperations: readonly Operation[] = [
  {
    ...member,
    method: 'post',
    path: '/v1/orders',
    summary: 'Order',
    description:
      'The stock it takes and the order itself are one append. The key may stand in the header or in the body.',
    body: orderBody,
    answers: {
      200: json(placed, 'The order that this key has made before.', 'Idempotency-Replayed'),
      201: json(placed, 'Ordered.', 'Location'),
    },
    problems: ['not_found', 'insufficient_stock', 'order_too_large'],
  },
  {
    ...member,
    method: 'post',
    path: '/v1/orders/:id/pay',
    summary: 'Pay',
    description: 'To pay again while a payment is pending asks about the same payment.',
    parts: orderPart,
    body: payBody,
    answers: {
      200: json(ended('paid'), 'Paid.'),
      202: json(pending, 'The provider has not answered yet.', 'Retry-After'),
    },
    problems: ['not_found', 'payment_declined', 'payment_pending', 'payment_unavailable', 'order_closed'],
  },
  {
    ...member,
    method: 'post',
    path: '/v1/orders/:id/cancel',
    summary: 'Cancel an order',
    description: 'One that is not paid: its stock is there again. To cancel that of a lot is to decline the sale.',
    parts: orderPart,
    body: emptyBody,
    answers: { 200: json(ended('cancelled'), 'Cancelled.') },
    problems: ['not_found', 'order_closed', 'payment_pending'],
  },
  {
    method: 'post',
    path: '/orders',
    tag: 'Older orders service',
    summary: 'Order',
    description:
      'In development and tests (`CLASSIC_OPEN_BIDDING`) without a token too: then `userId` is the paddle number of whom it is for.',
    token: 'optional',
    forms: true,
    body: classicOrderBody,
    answers: {
      200: json(
        z.strictObject({ orderId: uuid, status: z.literal('CREATED'), correlationId: z.string() }),
        'Ordered, now or by the same key before.',
      ),
    },
    classic: ordersErrors({
      401: 'Token is missing.',
      403: 'In another’s name.',
      404: 'There is no such SKU.',
      409: 'There is not so much left, or the key came with another request before.',
      422: 'It comes to more than any order may.',
    }),
  },
]
