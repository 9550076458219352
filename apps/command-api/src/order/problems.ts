import { Problem } from '@gavel/service-kit'
import { stockWords } from '../catalog/problems.ts'
import { outcomeUnknown, retryLater } from '../http/unsettled.ts'
import type { DialectOf } from '../idempotency/tell.ts'
import type { OrderRefusal } from './rules/verdict.ts'

/**
 * Thrown, so that it is kept under no idempotency key: nothing was done, and a shelf is filled again, a payment answered.
 * Each family of routes tells problems in its own words.
 */
export const orderProblems: DialectOf<OrderRefusal> = {
  refused(refusal) {
    throw orderProblem(refusal)
  },
  retryLater,
  outcomeUnknown: () => outcomeUnknown('Read your orders, or send the same idempotency key again.'),
}

export const noSuchSku = (): Problem => new Problem('not_found', { detail: 'There is no such SKU.' })
export const noSuchOrder = (): Problem => new Problem('not_found', { detail: 'There is no such order.' })

export function orderProblem(refusal: OrderRefusal): Problem {
  switch (refusal.code) {
    case 'not_found':
      return refusal.what === 'SKU' ? noSuchSku() : noSuchOrder()
    case 'insufficient_stock':
      return new Problem(refusal.code, { detail: stockWords(refusal.stock), extra: { stock: refusal.stock } })
    case 'order_too_large':
      return new Problem(refusal.code, { detail: `An order comes to ${refusal.totalMax} at the most.` })
    case 'order_closed':
      return new Problem(refusal.code, { detail: closedWords[refusal.status], extra: { orderStatus: refusal.status } })
    case 'payment_pending':
      return new Problem(refusal.code, {
        detail:
          'The payment provider has not answered yet. It is asked again whenever somebody asks, and when the order falls due.',
        headers: { 'Retry-After': '2' },
      })
    default:
      return refusal satisfies never
  }
}

const closedWords = {
  paid: 'It has been paid.',
  cancelled: 'It was cancelled.',
  expired: 'It was not paid in time.',
} as const
