import type { Payment, Settled } from '../rules/paying.ts'

/** The provider did not answer in time, or could not: what became of the payment is not known. */
export class PaymentUnanswered extends Error {
  override name = 'PaymentUnanswered'
}

/**
 * What Gavel asks of whoever moves the money. Both may be asked again with the same payment, at the same time and from
 * several instances, and then give the same answer. An adapter for a real provider has this shape, and knows nothing
 * else of Gavel.
 */
export type PaymentProvider = {
  /** What is paid with when a buyer names nothing; null when he has to. */
  readonly defaultMethod: string | null
  /** Whether there is such a method; a question that moves nothing. */
  takes(method: string): boolean
  /** Takes the money, unless the payment was withdrawn. @throws PaymentUnanswered */
  charge(payment: Payment): Promise<Settled>
  /**
   * Sees to it that this payment, if it was not taken by now, never will be (then it counts as declined), and says what
   * became of it. @throws PaymentUnanswered
   */
  withdraw(payment: Payment): Promise<Settled>
}
