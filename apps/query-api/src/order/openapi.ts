import { amount, currency, instant, orderedItem, orderStatuses, paddleNumber, uuid } from '@gavel/event-contracts'
import { json, type Operation } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { versionQuery } from '../http/inputs.ts'
import { pageOf, version } from '../http/openapi.ts'
import type { ReadOrder } from './orderFor.ts'
import { myOrdersQuery } from './orderRoutes.ts'

export const order = z
  .strictObject({
    id: uuid,
    version,
    status: z.enum(orderStatuses),
    payment: z.enum(['none', 'pending', 'declined', 'approved']),
    userId: uuid,
    buyer: z.strictObject({ id: uuid, paddleNumber }),
    item: orderedItem,
    total: amount,
    currency,
    payableUntil: instant,
    correlationId: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Order' }) satisfies z.ZodType<ReadOrder>

export const orderOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/orders/:id',
    tag: 'Orders',
    token: 'member',
    summary: 'An order',
    description: 'For its buyer, administrators, and, of a lot, its seller.',
    parts: { id: 'The UUID of the order.' },
    query: versionQuery,
    answers: { 200: json(order, 'The order.', 'ETag'), 304: { words: 'It is as `If-None-Match` says.' } },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/v1/me/orders',
    tag: 'One’s own',
    token: 'member',
    summary: 'One’s orders',
    query: myOrdersQuery,
    answers: { 200: json(pageOf(order), 'A page of them, newest first.') },
  },
]
