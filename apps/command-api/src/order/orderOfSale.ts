import type { Metadata } from '@gavel/event-contracts'
import type { StreamAppend } from '@gavel/event-store'
import type { AuctionHouse } from '../auction/auctionHouse.ts'
import type { Auction } from '../auction/rules/auction.ts'
import { retryLater } from '../http/unsettled.ts'
import { accept } from '../rules/verdict.ts'
import type { OrderHouse } from './orderHouse.ts'
import { orderProblem } from './problems.ts'
import { abandonOrder } from './rules/ending.ts'
import { evolve, type Order } from './rules/order.ts'
import { orderOf, soldLot } from './rules/sale.ts'
import type { SettlePending } from './settlePending.ts'

/**
 * What is to be appended together with the failure of a lot's sale: the end of its order, so that nobody pays for what
 * is offered to somebody else. An order that has not come about yet, as Kafka is slow or away, is begun and ended at once.
 */
export type OrderOfSale = (
  auctionId: string,
  /** Whether it may be failed at all: a payment that hangs is withdrawn for nobody else. */
  mayFail: (lot: Auction, nowMs: number) => boolean,
) => Promise<{
  /** Of the sale that fails; undefined when none does. */
  saleId: string | undefined
  companions: (facets: { nowMs: number; metadata: Metadata }) => readonly StreamAppend[]
}>

const nothing = (): readonly StreamAppend[] => []

/** @throws Problem order_closed when it was paid, payment_pending; retry_later */
export function createOrderOfSale(options: {
  auctions: Pick<AuctionHouse, 'execute'>
  orders: Pick<OrderHouse, 'read' | 'companion'>
  settlePending: SettlePending
}): OrderOfSale {
  const { auctions, orders, settlePending } = options

  /** The lot, if its sale may be failed now. */
  async function failingLot(auctionId: string, mayFail: Parameters<OrderOfSale>[1]): Promise<Auction> {
    const known = await auctions.execute(auctionId, (lot, nowMs) => accept([], mayFail(lot, nowMs) ? lot : null), {
      metadata: { actor: 'service:command-api', correlationId: auctionId },
    })
    if (known.kind !== 'accepted') throw retryLater(0)
    return known.answer
  }

  /** Nobody can end an order while a payment of it hangs: it is withdrawn first, if the provider answers. */
  async function settledOrder(orderId: string): Promise<{ order: Order; version: number }> {
    const metadata = { actor: 'service:command-api', correlationId: orderId }
    const settled = await settlePending(orderId, metadata)
    const known = settled.kind === 'accepted' ? await orders.read(orderId) : settled
    if (known.kind !== 'accepted') throw retryLater(0)
    return { order: known.answer, version: known.version }
  }

  return async (auctionId, mayFail) => {
    const lot = await failingLot(auctionId, mayFail)
    const sale = lot?.sale
    if (lot === null || !sale) return { saleId: undefined, companions: nothing }
    const { saleId } = sale
    const { order, version } = await settledOrder(saleId)
    // What has expired is over as well, and leaves the sale to fail.
    if (order?.status === 'expired') return { saleId, companions: nothing }
    const begun = order === null ? [orderOf(soldLot(auctionId, lot, sale))] : []
    const verdict = abandonOrder(begun.reduce(evolve, order))
    if (!verdict.accepted) throw orderProblem(verdict.refusal)
    const facts = [...begun, ...verdict.facts]
    if (facts.length === 0) return { saleId, companions: nothing }
    return { saleId, companions: (facets) => [orders.companion({ orderId: saleId, version }, facts, facets)] }
  }
}
