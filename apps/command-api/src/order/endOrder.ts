import { draftCatalogEvent, type Metadata } from '@gavel/event-contracts'
import type { Claim } from '@gavel/event-store'
import type { Logger } from '@gavel/service-kit'
import { returnStock } from '../catalog/rules/stock.ts'
import type { Outcome } from '../idempotency/tell.ts'
import type { OrderCounts } from './metrics.ts'
import type { OrderHouse, OrderRule } from './orderHouse.ts'
import type { SkuStreams } from './shelf.ts'

export type EndingContext = {
  metadata: Metadata
  claims?: (answer: null, version: number) => readonly Claim[]
}

/** Ends an order by a rule (cancel, expire), and what it had taken of the shop is there again. */
export type EndOrder = <Reason>(
  orderId: string,
  rule: OrderRule<null, Reason>,
  reason: 'cancelled' | 'expired',
  context: EndingContext,
) => Promise<Outcome<null, Reason>>

/** Somebody pays, or cancels as well: each of them moves the order once. */
const triesMax = 5
const retryAfterMs = 1_000

/**
 * The order's end and the stock's return are one append: that the order is still at the version it was read at is what
 * makes the return happen once, however often and wherever its end is asked for.
 */
export function createEndOrder(options: {
  house: OrderHouse
  skus: SkuStreams
  logger: Logger
  counts: Pick<OrderCounts, 'ended'>
  now: () => number
  newId: () => string
}): EndOrder {
  const { house, skus, logger, counts, now, newId } = options

  return async (orderId, rule, reason, context) => {
    const { metadata, claims } = context
    for (let tries = 0; tries < triesMax; tries += 1) {
      const known = await house.read(orderId)
      if (known.kind !== 'accepted') return known
      const { answer: order, version } = known
      // Of a lot there was never a stock.
      if (order === null || order.item.kind === 'lot') return house.execute(orderId, rule, context)

      const { skuId, quantity } = order.item
      const nowMs = now()
      const verdict = rule(order, nowMs)
      if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
      const { facts } = verdict
      if (facts.length === 0) return { kind: 'accepted', answer: null, version }
      const after = version + facts.length
      const occurredAt = new Date(nowMs).toISOString()
      const ended = await skus.executeTogether(skuId, (sku) => {
        if (sku === null) throw new Error(`stock of ${skuId} was taken, and there is no such SKU`)
        const returned = returnStock(sku, { orderId, quantity, reason })
        return {
          events: [draftCatalogEvent(returned, { id: newId(), occurredAt, metadata })],
          companions: [house.companion({ orderId, version }, facts, { nowMs, metadata })],
          answer: null,
          claims: claims?.(null, after) ?? [],
        }
      })
      if (ended.kind === 'companion_moved') continue
      if (ended.kind !== 'decided') return ended
      counts.ended(reason)
      logger.info({ orderId, reason, correlationId: metadata.correlationId }, 'an order has ended, its stock is back')
      return { kind: 'accepted', answer: null, version: after }
    }
    return { kind: 'retry_later', retryAfterMs }
  }
}
