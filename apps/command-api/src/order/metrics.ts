import { Problem } from '@gavel/service-kit'
import prom from 'prom-client'
import type { Reply } from '../idempotency/reply.ts'

/** Counts what becomes of each order that somebody wants to place; gives and throws what the placing does. */
export type CountOrder = (place: () => Promise<Reply>) => Promise<Reply>

export type OrderCounts = {
  placing: CountOrder
  /** What the payment provider has said. */
  settled(answer: 'approved' | 'declined'): void
  /** It has said nothing: to be watched, as money may be on its way. */
  unanswered(): void
  /** An order has ended, and its stock is back. */
  ended(reason: 'cancelled' | 'expired'): void
  /** A sale has become an order. */
  ofSale(): void
}

export function createOrderCounts(registry: prom.Registry): OrderCounts {
  const registers = [registry]
  const counter = (name: string, help: string) => new prom.Counter({ name, help, registers })
  const attempted = counter('orders_attempted_total', 'Orders that somebody wanted to place')
  const succeeded = counter('orders_succeeded_total', 'Orders placed')
  const replayed = counter('orders_replayed_total', 'Orders answered as before, under the same idempotency key')
  const failed = new prom.Counter({
    name: 'orders_failed_total',
    help: 'Orders not placed: refused (bad input, out of stock and the like), or an error of ours',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of ['refused', 'error']) failed.inc({ reason }, 0)

  const payments = new prom.Counter({
    name: 'order_payments_total',
    help: 'Answers of the payment provider; unanswered: it did not say in time what became of a payment',
    labelNames: ['answer'],
    registers,
  })
  for (const answer of ['approved', 'declined', 'unanswered']) payments.inc({ answer }, 0)
  const ended = new prom.Counter({
    name: 'orders_ended_total',
    help: 'Orders of the shop that were cancelled or have expired, with their stock returned',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of ['cancelled', 'expired']) ended.inc({ reason }, 0)
  const ofSales = counter('orders_of_sales_total', 'Lots that were sold and have become orders')

  async function placing(place: () => Promise<Reply>): Promise<Reply> {
    attempted.inc()
    try {
      const reply = await place()
      if (reply.headers?.['Idempotency-Replayed'] === undefined) succeeded.inc()
      else replayed.inc()
      return reply
    } catch (error) {
      failed.inc({ reason: error instanceof Problem && error.status < 500 ? 'refused' : 'error' })
      throw error
    }
  }

  return {
    placing,
    settled: (answer) => payments.inc({ answer }),
    unanswered: () => payments.inc({ answer: 'unanswered' }),
    ended: (reason) => ended.inc({ reason }),
    ofSale: () => ofSales.inc(),
  }
}
