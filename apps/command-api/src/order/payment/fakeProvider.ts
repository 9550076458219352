import type { Payment, Settled } from '../rules/paying.ts'
import type { PaymentProvider } from './provider.ts'

const methods = { approve: 'fake_approve', decline: 'fake_decline', timeout: 'fake_timeout' } as const

/**
 * Stands in for a payment provider in development and in tests: nobody pays, and what becomes of a payment says its
 * method. It remembers nothing, so it says the same for ever, also after a restart.
 */
export const fakeProvider: PaymentProvider = {
  defaultMethod: methods.approve,
  takes: (method) => Object.values<string>(methods).includes(method),
  charge: async (payment) => (payment.method === methods.timeout ? never : settledBy(payment)),
  withdraw: async (payment) =>
    payment.method === methods.timeout
      ? { kind: 'declined', reason: 'The payment was withdrawn.' }
      : settledBy(payment),
}

const never = new Promise<never>(() => {})

function settledBy({ paymentId, method }: Payment): Settled {
  if (method === methods.approve) return { kind: 'approved', reference: `fake:${paymentId}` }
  return { kind: 'declined', reason: 'The card was declined.' }
}
