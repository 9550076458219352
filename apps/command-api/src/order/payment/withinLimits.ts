import { createGate, GateFull } from '@gavel/service-kit'
import type { Payment, Settled } from '../rules/paying.ts'
import { type PaymentProvider, PaymentUnanswered } from './provider.ts'

const atOnceMax = 64
const waitingMax = 256
const waitMsMax = 1_000

/** A provider that is asked so much at a time, and waited for so long; whatever it throws means that nobody knows. */
export function withinLimits(provider: PaymentProvider, { timeoutMs }: { timeoutMs: number }): PaymentProvider {
  const gate = createGate({ atOnceMax, waitingMax, waitMsMax })

  async function ask(question: () => Promise<Settled>): Promise<Settled> {
    try {
      return await gate.through(() => inTime(question(), timeoutMs))
    } catch (error) {
      if (error instanceof PaymentUnanswered) throw error
      throw new PaymentUnanswered(error instanceof GateFull ? 'Too many payments at once' : 'The provider failed', {
        cause: error,
      })
    }
  }

  return {
    defaultMethod: provider.defaultMethod,
    takes: (method) => provider.takes(method),
    charge: (payment: Payment) => ask(() => provider.charge(payment)),
    withdraw: (payment: Payment) => ask(() => provider.withdraw(payment)),
  }
}

function inTime(answer: Promise<Settled>, timeoutMs: number): Promise<Settled> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new PaymentUnanswered('The payment provider did not answer in time')),
    timeoutMs,
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
