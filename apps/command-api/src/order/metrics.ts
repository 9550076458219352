import { Problem } from '@gavel/service-kit'
import prom from 'prom-client'
import type { Reply } from '../idempotency/reply.ts'

/** Counts what becomes of each order that somebody wants to place; gives and throws what the placing does. */
export type CountOrder = (place: () => Promise<Reply>) => Promise<Reply>

export function createOrderCounts(registry: prom.Registry): CountOrder {
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

  return async (place) => {
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
}
