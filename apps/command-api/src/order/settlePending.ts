import type { Metadata } from '@gavel/event-contracts'
import type { Logger } from '@gavel/service-kit'
import type { Outcome } from '../idempotency/tell.ts'
import type { OrderHouse } from './orderHouse.ts'
import { PaymentUnanswered } from './payment/provider.ts'
import type { Payments } from './payOrder.ts'
import { pendingPayment } from './rules/paying.ts'

/**
 * Settles the payment of an order whose answer was never heard: what the provider has taken is paid, and nothing else
 * will be taken any more. `accepted`, with whether that is so: false while the provider does not answer.
 */
export type SettlePending = (orderId: string, metadata: Metadata) => Promise<Outcome<boolean, unknown>>

export function createSettlePending(options: {
  house: Pick<OrderHouse, 'read'>
  /** Undefined: there is no provider to ask. */
  payments: Pick<Payments, 'settle'> | undefined
  logger: Logger
}): SettlePending {
  const { house, payments, logger } = options
  return async (orderId, metadata) => {
    const known = await house.read(orderId)
    if (known.kind !== 'accepted') return known
    const payment = known.answer === null ? undefined : pendingPayment(orderId, known.answer)
    if (payment === undefined) return { ...known, answer: true }
    if (payments === undefined) return { ...known, answer: false }
    try {
      const settled = await payments.settle(payment, metadata)
      return settled.kind === 'accepted' ? { ...settled, answer: true } : settled
    } catch (error) {
      if (!(error instanceof PaymentUnanswered)) throw error
      logger.warn({ err: error, ...payment }, 'nobody knows whether this order was paid')
      return { ...known, answer: false }
    }
  }
}
