import { Problem } from '@gavel/service-kit'
import type { AuctionHouse } from '../auction/auctionHouse.ts'
import { reasonOf } from '../auction/problems.ts'
import { failSale } from '../auction/rules/failSale.ts'
import { noSuchLot } from '../auction/rules/verdict.ts'
import type { Outcome } from '../idempotency/tell.ts'
import type { EndingContext, EndOrder } from './endOrder.ts'
import type { OrderHouse } from './orderHouse.ts'
import { type Canceller, cancelOrder } from './rules/ending.ts'
import type { OrderRefusal } from './rules/verdict.ts'

export type CancelOrder = (
  orderId: string,
  by: Canceller,
  context: EndingContext,
) => Promise<Outcome<null, OrderRefusal>>

/**
 * Whoever cancels the order of a lot declines its sale with it, in one append: then the lot may be offered to somebody
 * else. @throws Problem forbidden
 */
export function createCancelOrder(options: {
  orders: Pick<OrderHouse, 'read' | 'companion'>
  auctions: Pick<AuctionHouse, 'execute'>
  end: EndOrder
}): CancelOrder {
  const { orders, auctions, end } = options
  return async (orderId, by, context) => {
    const known = await orders.read(orderId)
    if (known.kind !== 'accepted') return known
    const { answer: order, version } = known
    const verdict = cancelOrder(order, by)
    if (!verdict.accepted || verdict.facts.length === 0 || order?.item.kind !== 'lot') {
      return end(orderId, (current) => cancelOrder(current, by), 'cancelled', context)
    }

    const { metadata, claims } = context
    const { facts } = verdict
    const after = version + facts.length
    const reason = order.buyer.id === by.id ? 'declined' : 'unpaid'
    const ended = await auctions.execute(
      order.item.auctionId,
      (lot, nowMs) => (lot?.sale?.saleId === orderId ? failSale(lot, { reason, by }, nowMs) : noSuchLot),
      {
        metadata,
        companions: (nowMs) => [orders.companion({ orderId, version }, facts, { nowMs, metadata })],
        claims: () => claims?.(null, after) ?? [],
      },
    )
    if (ended.kind === 'accepted') return { ...ended, version: after }
    if (ended.kind === 'refused') throw new Problem('forbidden', { detail: reasonOf(ended.refusal) })
    return ended
  }
}
