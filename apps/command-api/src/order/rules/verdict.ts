import type { OrderFact } from '@gavel/event-contracts'
import { refuse, type Verdict } from '../../rules/verdict.ts'

/** Why somebody's command on an order is refused. `code` is the API's own. */
export type OrderRefusal =
  | { code: 'not_found'; what: 'order' | 'SKU' }
  | { code: 'insufficient_stock'; stock: number }
  | { code: 'order_too_large'; totalMax: number }
  | { code: 'order_closed'; status: 'paid' | 'cancelled' | 'expired' }
  | { code: 'payment_pending' }

export type OrderVerdict<Answer, Reason = OrderRefusal> = Verdict<OrderFact, Answer, Reason>

export const noSuchOrder = refuse({ code: 'not_found' as const, what: 'order' as const })
