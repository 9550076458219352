import type { Metadata } from '@gavel/event-contracts'
import type { Claim } from '@gavel/event-store'
import type { Logger } from '@gavel/service-kit'
import type { Outcome } from '../idempotency/tell.ts'
import type { OrderCounts } from './metrics.ts'
import type { OrderHouse } from './orderHouse.ts'
import { type PaymentProvider, PaymentUnanswered } from './payment/provider.ts'
import {
  beginPayment,
  type Paid,
  type Payment,
  type Settled,
  settlePayment,
  unansweredPayment,
} from './rules/paying.ts'
import type { OrderRefusal } from './rules/verdict.ts'

export type PayingContext = {
  metadata: Metadata
  /** Not asked for while the payment is unanswered. */
  claims?: (answer: Paid, version: number) => readonly Claim[]
}

export type Pay = (
  paying: { orderId: string; by: string; method: string },
  context: PayingContext,
) => Promise<Outcome<Paid, OrderRefusal>>

export type Payments = {
  pay: Pay
  /**
   * Finds out what became of a payment whose answer was never heard, and sees to it that nothing more comes of it.
   * @throws PaymentUnanswered
   */
  settle(payment: Payment, metadata: Metadata): Promise<Outcome<unknown, OrderRefusal>>
}

/**
 * Three steps, and a kill between any two of them loses nothing: the attempt is written down before the provider is
 * asked, and its answer after. What was written down is asked about again, by the buyer or when the order falls due.
 */
export function createPayments(options: {
  house: Pick<OrderHouse, 'execute'>
  provider: PaymentProvider
  logger: Logger
  counts: Pick<OrderCounts, 'settled' | 'unanswered'>
  newId: () => string
}): Payments {
  const { house, provider, logger, counts, newId } = options

  async function settled(
    { orderId, paymentId }: Payment,
    answer: Settled,
    context: PayingContext,
  ): Promise<Outcome<Paid, OrderRefusal>> {
    const { correlationId } = context.metadata
    logger.info({ orderId, paymentId, answer: answer.kind, correlationId }, 'a payment was answered')
    counts.settled(answer.kind)
    return house.execute(
      orderId,
      (order) => {
        const verdict = settlePayment(order, { paymentId, settled: answer })
        if (!verdict.accepted) return verdict
        // Settled by somebody else meanwhile: what counts is what the order says.
        const paid: Paid = verdict.answer.status === 'paid' ? { kind: 'paid' } : declinedBy(answer)
        return { ...verdict, answer: paid }
      },
      context,
    )
  }

  async function orUnanswered(
    payment: Payment,
    ask: () => Promise<Settled>,
    context: PayingContext,
  ): Promise<Outcome<Paid, OrderRefusal>> {
    const { orderId, paymentId } = payment
    try {
      return await settled(payment, await ask(), context)
    } catch (error) {
      if (!(error instanceof PaymentUnanswered)) throw error
      counts.unanswered()
      return house.execute(orderId, (order) => unansweredPayment(order, paymentId), { metadata: context.metadata })
    }
  }

  return {
    async pay({ orderId, by, method }, context) {
      const { metadata } = context
      const wanted = { orderId, by, paymentId: newId(), method }
      const begin = () => house.execute(orderId, (order, nowMs) => beginPayment(order, wanted, nowMs), { metadata })
      const begun = await begin()
      if (begun.kind !== 'accepted') return begun
      const pending = begun.answer.payment
      // Who names another method has given up on the one that hangs.
      const another = pending !== null && pending.method !== method
      if (another) {
        const given = await orUnanswered(pending, () => provider.withdraw(pending), { metadata })
        if (given.kind !== 'accepted' || given.answer.kind !== 'declined') return given
      }
      const current = another ? await begin() : begun
      if (current.kind !== 'accepted') return current
      const { payment } = current.answer
      if (payment === null) return { kind: 'accepted', answer: { kind: 'paid' }, version: current.version }
      return orUnanswered(payment, () => provider.charge(payment), context)
    },
    settle: async (payment, metadata) => settled(payment, await provider.withdraw(payment), { metadata }),
  }
}

const declinedBy = (answer: Settled): Paid =>
  answer.kind === 'declined' ? answer : { kind: 'declined', reason: 'The order was closed meanwhile.' }
