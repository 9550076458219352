import { instant, paddleNumber, quantity, skuNumber, uuid } from '@gavel/event-contracts'
import { json, type Operation, ordersErrors } from '@gavel/service-kit/openapi'
import { z } from 'zod'
import { lot } from '../auction/answers.ts'
import { pageOf } from '../http/openapi.ts'
import { order } from '../order/openapi.ts'
import { searchInput } from './lots/inputs.ts'
import { ordersSearched } from './orders/classicOrderSearchRoute.ts'
import { orderSearchInput } from './orders/inputs.ts'

const total = z.int().nonnegative()
const facet = z.array(z.strictObject({ value: z.string(), count: z.int().positive() }))
const facets = z.strictObject({ category: facet, status: facet, currency: facet })

const classicOrder = z
  .strictObject({
    orderId: uuid,
    skuId: skuNumber,
    quantity,
    userId: paddleNumber,
    status: z.enum(['CREATED', 'PAID', 'CANCELLED', 'EXPIRED']),
    correlationId: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'ClassicOrder' })

export const searchOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/search/auctions',
    tag: 'Search',
    token: 'optional',
    summary: 'Find lots',
    description:
      'By all their words, nearly as they are written. Prices are in minor units, of whatever currency unless one is given.',
    query: searchInput,
    answers: { 200: json(pageOf(lot).extend({ total, facets }), 'What was found, with the prices of now.') },
    problems: ['search_unavailable'],
  },
  {
    method: 'get',
    path: '/v1/search/orders',
    tag: 'Search',
    token: 'member',
    summary: 'Find orders',
    description: 'One’s own; for administrators all. `q`: of the product, the SKU’s code, or `lot 1007`.',
    query: orderSearchInput,
    answers: { 200: json(pageOf(order).extend({ total }), 'What was found, newest first.') },
    problems: ['forbidden', 'search_unavailable'],
  },
  {
    method: 'get',
    path: '/search/orders',
    tag: 'Older orders service',
    token: 'optional',
    summary: 'Find orders',
    description: 'One of the three is needed. Without a token in development and tests alone (`CLASSIC_OPEN_BIDDING`).',
    query: ordersSearched,
    answers: { 200: json(z.array(classicOrder), 'The newest hundred of them.') },
    classic: ordersErrors({ 401: 'Token is missing.', 403: 'Another’s orders.' }),
  },
]
