import type { Metadata } from '@gavel/event-contracts'
import type { StreamAppend } from '@gavel/event-store'
import type { AuctionHouse } from '../auction/auctionHouse.ts'
import { problemDialect } from '../auction/problems.ts'
import { accept } from '../auction/rules/verdict.ts'
import type { OrderHouse } from './orderHouse.ts'
import { orderProblem } from './problems.ts'
import { abandonOrder } from './rules/ending.ts'

/**
 * What is to be appended together with the failure of a lot's sale: the end of its order, so that nobody pays for what
 * is offered to somebody else. Nothing where there is no order yet: it ends when the news of the failure comes.
 *
 * @throws Problem order_closed when it was paid, payment_pending; retry_later
 */
export type OrderOfSale = (
  auctionId: string,
) => Promise<(facets: { nowMs: number; metadata: Metadata }) => readonly StreamAppend[]>

export function createOrderOfSale(options: {
  auctions: Pick<AuctionHouse, 'execute'>
  orders: Pick<OrderHouse, 'read' | 'companion'>
}): OrderOfSale {
  const { auctions, orders } = options

  async function saleOf(auctionId: string): Promise<string | undefined> {
    const known = await auctions.execute(auctionId, (lot) => accept([], lot?.sale ?? null), {
      metadata: { actor: 'service:command-api', correlationId: auctionId },
    })
    if (known.kind !== 'accepted') throw problemDialect.retryLater(0)
    return known.answer === null || known.answer.failed ? undefined : known.answer.saleId
  }

  return async (auctionId) => {
    const orderId = await saleOf(auctionId)
    if (orderId === undefined) return () => []
    const known = await orders.read(orderId)
    if (known.kind !== 'accepted') throw problemDialect.retryLater(0)
    const { answer: order, version } = known
    // An order that has expired is over as well, and leaves the sale to fail.
    if (order === null || order.status === 'expired') return () => []
    const verdict = abandonOrder(order)
    if (!verdict.accepted) throw orderProblem(verdict.refusal)
    const { facts } = verdict
    if (facts.length === 0) return () => []
    return (facets) => [orders.companion({ orderId, version }, facts, facets)]
  }
}
