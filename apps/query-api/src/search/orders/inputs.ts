import { orderStatuses, paddleNumber, skuNumber, uuid } from '@gavel/event-contracts'
import { type Actor, Problem } from '@gavel/service-kit'
import { z } from 'zod'
import { pageCursor, pageLimit } from '../../http/inputs.ts'
import { instantText, words } from '../inputs.ts'
import type { OrderQuery } from './orderQuery.ts'

type Reference = { id: string } | { number: number }

/** By its id, or by the number that people say. */
const reference = (number: z.ZodType<number>, message: string) =>
  z.string().transform((text, context): Reference => {
    if (uuid.safeParse(text).success) return { id: text.toLowerCase() }
    const read = /^\d{1,10}$/.test(text) ? number.safeParse(Number(text)) : undefined
    if (read?.success) return { number: read.data }
    context.addIssue(message)
    return z.NEVER
  })

/** What `/v1` and the classic route have in common. */
export const wanted = {
  userId: reference(paddleNumber, 'must be a UUID or a paddle number').optional(),
  skuId: reference(skuNumber, 'must be a UUID or the number of a SKU').optional(),
  correlationId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be a correlation id')
    .optional(),
}

const instant = instantText.transform((text) => new Date(text).toISOString()).optional()

/** What GET /v1/search/orders takes. */
export const orderSearchInput = z
  .strictObject({
    q: words.optional(),
    ...wanted,
    status: z.enum(orderStatuses).optional(),
    from: instant,
    to: instant,
    limit: pageLimit,
    cursor: pageCursor,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    message: 'must not be after to',
  })

type Wanted = z.output<z.ZodObject<typeof wanted>>

export const everyOrder: OrderQuery = {
  text: null,
  userId: null,
  paddleNumber: null,
  skuId: null,
  skuNumber: null,
  correlationId: null,
  status: null,
  from: null,
  to: null,
  ofShop: false,
  limit: 20,
  after: null,
}

export const wantedIn = ({ userId, skuId, correlationId }: Wanted): Partial<OrderQuery> => ({
  ...(userId === undefined ? {} : 'id' in userId ? { userId: userId.id } : { paddleNumber: userId.number }),
  ...(skuId === undefined ? {} : 'id' in skuId ? { skuId: skuId.id } : { skuNumber: skuId.number }),
  ...(correlationId === undefined ? {} : { correlationId }),
})

/** Without its place in the pages, which its cursor names. */
export function orderQueryIn(input: z.output<typeof orderSearchInput>): OrderQuery {
  const { q, status, from, to, limit } = input
  return {
    ...everyOrder,
    ...wantedIn(input),
    text: q === undefined || q === '' ? null : q,
    status: status ?? null,
    from: from ?? null,
    to: to ?? null,
    limit,
  }
}

/** Members search among their own orders, administrators among all. @throws Problem forbidden for another's */
export function seenBy(actor: Actor, query: OrderQuery): OrderQuery {
  if (actor.roles.includes('administrator')) return query
  const { userId, paddleNumber: paddle } = query
  if ((userId ?? actor.id) !== actor.id || (paddle ?? actor.paddleNumber) !== actor.paddleNumber) {
    throw new Problem('forbidden', { detail: 'You may search among your own orders alone.' })
  }
  // By the id: others may have held the paddle's number.
  return { ...query, userId: actor.id, paddleNumber: null }
}
