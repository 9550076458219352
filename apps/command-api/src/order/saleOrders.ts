import { isTransient } from '@gavel/database'
import { type AuctionEvent, auctionEventFromWire, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import type { Outcome } from '../idempotency/tell.ts'
import { NotNow } from '../notNow.ts'
import { accept } from '../verdict.ts'
import type { OrderCounts } from './metrics.ts'
import type { OrderHouse } from './orderHouse.ts'
import { abandonOrder } from './rules/ending.ts'
import { orderOf, type SoldLot } from './rules/sale.ts'

type OfSales = Extract<AuctionEvent, { type: 'auction.sold' | 'sale.failed' }>

/** @throws NotNow */
export type TakeSale = (event: OfSales) => Promise<void>

const typesOfSales: ReadonlySet<string | undefined> = new Set<AuctionEvent['type']>(['auction.sold', 'sale.failed'])

const isOfSales = (event: AuctionEvent): event is OfSales =>
  event.type === 'auction.sold' || event.type === 'sale.failed'

/**
 * Makes one order of each sale: its id is the sale's, so the event may come as often as it likes. A sale that fails takes
 * its order with it (orderOfSale), also one that is not there yet; what is left to do are failures of before there were
 * orders.
 */
export function createTakeSale(options: {
  house: Pick<OrderHouse, 'execute'>
  counts: Pick<OrderCounts, 'ofSale'>
  logger: Logger
}): TakeSale {
  const { house, counts, logger } = options
  return async (event) => {
    const { saleId } = event.data
    const context = { metadata: { ...event.metadata, causationId: event.id } }
    const outcome: Outcome<null, { code: string }> =
      event.type === 'auction.sold'
        ? await house.execute(saleId, (order) => accept(order === null ? [orderOf(soldBy(event))] : [], null), context)
        : await house.execute(saleId, abandonOrder, context)
    if (outcome.kind === 'accepted') {
      if (event.type === 'auction.sold') counts.ofSale()
      return
    }
    if (outcome.kind === 'refused') {
      // An order that has expired is over anyway; a payment has to be given back by a person.
      logger.warn({ saleId, auctionId: event.auctionId, ...outcome.refusal }, 'a sale has failed, and its order stays')
      return
    }
    throw new NotNow(`${event.type} of ${saleId}: ${outcome.kind}`)
  }
}

const soldBy = ({ auctionId, occurredAt, data }: Extract<OfSales, { type: 'auction.sold' }>): SoldLot => ({
  ...data,
  auctionId,
  sellerId: data.seller.id,
  soldAtMs: Date.parse(occurredAt),
})

/** An order may be so much later than its sale; fetching bids in dozens instead of singly leaves the processor to who bids. */
const paceMs = 100

/** Follows the log of auctions as one of a group of its own. Of all that happens to lots, sales alone are read. */
export function consumeSales(options: {
  messaging: Messaging
  take: TakeSale
  onFatal: (error: unknown) => void
}): Promise<MessageConsumer> {
  const { messaging, take, onFatal } = options
  return messaging.consume({
    groupId: 'command-api.sales',
    topics: [topicNames.auctionEvents],
    decode: (message) => (typesOfSales.has(message.headers.ce_type) ? auctionEventFromWire(message) : undefined),
    paceMs,
    // What is said of one sale queues in its order's mailbox in this order.
    async handle(batch) {
      await Promise.all(batch.filter((event) => event !== undefined && isOfSales(event)).map(take))
    },
    isTransient: (error) => error instanceof NotNow || isTransient(error),
    onFatal,
  })
}
