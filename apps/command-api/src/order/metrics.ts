import prom from 'prom-client'

/** Called for each order that somebody wants to place. */
export type OrderMetrics = {
  attempted(): void
  succeeded(): void
  /** Placed before, under the same idempotency key. */
  replayed(): void
  /** `refused`: for a reason of the business. `error`: it could not be done, or not be understood. */
  failed(reason: 'refused' | 'error'): void
}

export function createOrderMetrics(registry: prom.Registry): OrderMetrics {
  const registers = [registry]
  const counter = (name: string, help: string) => new prom.Counter({ name, help, registers })
  const attempted = counter('orders_attempted_total', 'Orders that somebody wanted to place')
  const succeeded = counter('orders_succeeded_total', 'Orders placed')
  const replayed = counter('orders_replayed_total', 'Orders answered as before, under the same idempotency key')
  const failed = new prom.Counter({
    name: 'orders_failed_total',
    help: 'Orders not placed: refused (out of stock and the like), or an error',
    labelNames: ['reason'],
    registers,
  })
  return {
    attempted: () => attempted.inc(),
    succeeded: () => succeeded.inc(),
    replayed: () => replayed.inc(),
    failed: (reason) => failed.inc({ reason }),
  }
}
