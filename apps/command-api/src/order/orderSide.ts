import type { EventStore, RuntimeMetrics } from '@gavel/event-store'
import type { Logger } from '@gavel/service-kit'
import type { Registry } from 'prom-client'
import type { AuctionHouse } from '../auction/auctionHouse.ts'
import type { Idempotency } from '../idempotency/idempotency.ts'
import { createCancelOrder } from './cancelOrder.ts'
import { createEndOrder } from './endOrder.ts'
import { createOrderCounts } from './metrics.ts'
import { createOrderHouse } from './orderHouse.ts'
import { createOrderOfSale, type OrderOfSale } from './orderOfSale.ts'
import { type PaymentProviderName, paymentProvider } from './payment/configured.ts'
import { createPayments } from './payOrder.ts'
import { createPerformOrder } from './perform.ts'
import { createPlaceOrder } from './placeOrder.ts'
import type { OrderRoutesOptions } from './routes.ts'
import { createTakeSale, type TakeSale } from './saleOrders.ts'
import { createExpire, type Expire } from './scheduledOrders.ts'
import { createSettlePending } from './settlePending.ts'
import type { ProductNames, SkuStreams } from './shelf.ts'

export type OrderSettings = {
  /** How long a buyer of the shop has to pay, in seconds. */
  payableSec: number
  paymentProvider: PaymentProviderName
  /** How long the payment provider is waited for. */
  paymentTimeoutMs: number
}

export type OrderSide = {
  /** What the routes need. */
  commands: Omit<OrderRoutesOptions, 'verifier' | 'resolveSku'> & { orderOfSale: OrderOfSale }
  /** What comes through Kafka, as often as it likes. */
  expire: Expire
  takeSale: TakeSale
  stop(): Promise<void>
}

/** Everything about orders, wired: the commands, and what comes through Kafka. */
export function createOrderSide(
  options: OrderSettings & {
    store: EventStore
    auctions: Pick<AuctionHouse, 'execute'>
    skus: SkuStreams
    names: ProductNames
    idempotency: Idempotency
    logger: Logger
    registry: Registry
    now: () => number
    newId: () => string
    metrics?: RuntimeMetrics
  },
): OrderSide {
  const { store, auctions, skus, names, idempotency, logger, registry, now, newId } = options
  const metrics = options.metrics === undefined ? {} : { metrics: options.metrics }
  const house = createOrderHouse({ store, now, newId, ...metrics })
  const counts = createOrderCounts(registry)
  const end = createEndOrder({ house, skus, logger, counts, now, newId })
  const provider = paymentProvider(options.paymentProvider, { timeoutMs: options.paymentTimeoutMs })
  const payments = provider === undefined ? undefined : createPayments({ house, provider, logger, counts, newId })
  const performOrder = createPerformOrder(idempotency)
  const settlePending = createSettlePending({ house, payments, logger })
  const expire = createExpire({ end, settlePending, logger })
  const takeSale = createTakeSale({ house, settlePending, counts, logger })

  return {
    commands: {
      performOrder,
      countOrder: counts.placing,
      placeOrder: createPlaceOrder({ house, skus, names, payableMs: options.payableSec * 1_000, logger, now, newId }),
      payments:
        payments === undefined || provider === undefined
          ? undefined
          : { pay: payments.pay, defaultMethod: provider.defaultMethod, takes: (method) => provider.takes(method) },
      cancelOrder: createCancelOrder({ orders: house, auctions, end, settlePending }),
      orderOfSale: createOrderOfSale({ auctions, orders: house, settlePending }),
    },
    expire,
    takeSale,
    stop: () => house.stop(),
  }
}
