import type { OrderFact } from '@gavel/event-contracts'
import { Problem } from '@gavel/service-kit'
import type { AuctionHouse } from '../auction/auctionHouse.ts'
import { reasonOf } from '../auction/problems.ts'
import { failSale } from '../auction/rules/failSale.ts'
import { noSuchLot, type Refusal } from '../auction/rules/verdict.ts'
import type { Outcome } from '../idempotency/tell.ts'
import type { EndingContext, EndOrder } from './endOrder.ts'
import type { OrderHouse } from './orderHouse.ts'
import { type Canceller, cancelOrder } from './rules/ending.ts'
import type { PlacedOrder } from './rules/order.ts'
import type { OrderRefusal } from './rules/verdict.ts'
import type { SettlePending } from './settlePending.ts'

export type CancelOrder = (
  orderId: string,
  by: Canceller,
  context: EndingContext,
) => Promise<Outcome<null, OrderRefusal>>

/** The order, or the sale, moves with each of these; nobody moves them so often at once. */
const triesMax = 5
const retryAfterMs = 1_000

/**
 * Whoever cancels the order of a lot declines its sale with it, in one append: then the lot may be offered to somebody
 * else. @throws Problem forbidden
 */
export function createCancelOrder(options: {
  orders: Pick<OrderHouse, 'read' | 'companion'>
  auctions: Pick<AuctionHouse, 'execute'>
  end: EndOrder
  settlePending: SettlePending
}): CancelOrder {
  const { orders, auctions, end, settlePending } = options

  return async (orderId, by, context) => {
    const cancelled = await cancel(orderId, by, context)
    if (cancelled.kind !== 'refused' || cancelled.refusal.code !== 'payment_pending') return cancelled
    // Who would rather have his money: a payment that was not taken by now is withdrawn.
    const settled = await settlePending(orderId, context.metadata)
    return settled.kind === 'accepted' && settled.answer ? cancel(orderId, by, context) : cancelled
  }

  async function cancel(orderId: string, by: Canceller, context: EndingContext): ReturnType<CancelOrder> {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const known = await orders.read(orderId)
      if (known.kind !== 'accepted') return known
      const { answer: order, version } = known
      if (order?.item.kind === 'sku') return end(orderId, (current) => cancelOrder(current, by), 'cancelled', context)
      const verdict = cancelOrder(order, by)
      if (!verdict.accepted) return { kind: 'refused', refusal: verdict.refusal }
      if (order?.item.kind !== 'lot' || verdict.facts.length === 0) return { kind: 'accepted', answer: null, version }

      const after = version + verdict.facts.length
      const ended = await failSaleWith({ orderId, version, order, facts: verdict.facts, by }, after, context)
      if (ended.kind === 'accepted') return { ...ended, version: after }
      // Its sale has failed meanwhile, and has ended it: that is seen when it is read again.
      const isOver =
        ended.kind === 'refused' && (ended.refusal.code === 'no_sale' || ended.refusal.code === 'not_found')
      if (ended.kind === 'companion_moved' || isOver) continue
      if (ended.kind !== 'refused') return ended
      throw new Problem('forbidden', { detail: reasonOf(ended.refusal) })
    }
    return { kind: 'retry_later', retryAfterMs }
  }

  function failSaleWith(
    failing: { orderId: string; version: number; order: PlacedOrder; facts: readonly OrderFact[]; by: Canceller },
    after: number,
    { metadata, claims }: EndingContext,
  ): Promise<Outcome<null, Refusal>> {
    const { orderId, version, order, facts, by } = failing
    const { item } = order
    if (item.kind !== 'lot') throw new Error('only the order of a lot has a sale')
    const reason = order.buyer.id === by.id ? 'declined' : 'unpaid'
    return auctions.execute(
      item.auctionId,
      (lot, nowMs) => (lot?.sale?.saleId === orderId ? failSale(lot, { reason, by }, nowMs) : noSuchLot),
      {
        metadata,
        companions: (nowMs) => [orders.companion({ orderId, version }, facts, { nowMs, metadata })],
        claims: () => claims?.(null, after) ?? [],
      },
    )
  }
}
