import type { OrderFact } from '@gavel/event-contracts'

/** Why somebody's command on an order is refused. `code` is the API's own. */
export type OrderRefusal =
  | { code: 'not_found'; what: 'order' | 'SKU' }
  | { code: 'insufficient_stock'; stock: number }
  | { code: 'order_too_large'; totalMax: number }
  | { code: 'order_closed'; status: 'paid' | 'cancelled' | 'expired' }
  | { code: 'payment_pending' }

/** Facts of the order to append (none when there is nothing left to do) and an answer, or a refusal. */
export type OrderVerdict<Answer, Reason = OrderRefusal> =
  | { accepted: true; facts: readonly OrderFact[]; answer: Answer }
  | { accepted: false; refusal: Reason }

export const accept = <Answer>(facts: readonly OrderFact[], answer: Answer) => ({
  accepted: true as const,
  facts,
  answer,
})

export const refuse = <Reason>(refusal: Reason) => ({ accepted: false as const, refusal })

export const noSuchOrder = refuse({ code: 'not_found' as const, what: 'order' as const })
