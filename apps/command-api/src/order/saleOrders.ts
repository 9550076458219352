import { isTransient } from '@gavel/database'
import { type AuctionEvent, auctionEventFromWire, type Metadata, topicNames } from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import type { Outcome } from '../idempotency/tell.ts'
import { NotNow } from '../notNow.ts'
import { accept } from '../rules/verdict.ts'
import type { OrderCounts } from './metrics.ts'
import type { OrderHouse } from './orderHouse.ts'
import { abandonOrder } from './rules/ending.ts'
import { orderOf, type SoldLot } from './rules/sale.ts'
import type { SettlePending } from './settlePending.ts'

type Sold = Extract<AuctionEvent, { type: 'auction.sold' }>
type OfSales = Sold | Extract<AuctionEvent, { type: 'sale.failed' }>

/** @throws NotNow */
export type TakeSale = (event: OfSales) => Promise<void>

const typesOfSales: ReadonlySet<string | undefined> = new Set<OfSales['type']>(['auction.sold', 'sale.failed'])

const isOfSales = (event: AuctionEvent): event is OfSales => typesOfSales.has(event.type)

/**
 * Makes one order of each sale: its id is the sale's, so the event may come as often as it likes. A sale that fails takes
 * its order with it (orderOfSale), also one that is not there yet; what is left to do are failures of before there were
 * orders.
 */
export function createTakeSale(options: {
  house: Pick<OrderHouse, 'execute'>
  settlePending: SettlePending
  counts: Pick<OrderCounts, 'ofSale'>
  logger: Logger
}): TakeSale {
  const { house, settlePending, counts, logger } = options

  async function make(event: Sold, context: { metadata: Metadata }): Promise<Outcome<null, never>> {
    const made = await house.execute<boolean, never>(
      event.data.saleId,
      (order) => accept(order === null ? [orderOf(soldBy(event))] : [], order === null),
      context,
    )
    if (made.kind !== 'accepted') return made
    if (made.answer) counts.ofSale()
    return { ...made, answer: null }
  }

  async function abandon(saleId: string, context: { metadata: Metadata }): Promise<Outcome<null, { code: string }>> {
    const abandoned = await house.execute(saleId, abandonOrder, context)
    if (abandoned.kind !== 'refused' || abandoned.refusal.code !== 'payment_pending') return abandoned
    const settled = await settlePending(saleId, context.metadata)
    return settled.kind === 'accepted' && settled.answer ? house.execute(saleId, abandonOrder, context) : abandoned
  }

  return async (event) => {
    const { saleId } = event.data
    const context = { metadata: { ...event.metadata, causationId: event.id } }
    const outcome = event.type === 'auction.sold' ? await make(event, context) : await abandon(saleId, context)
    if (outcome.kind === 'accepted') return
    if (outcome.kind === 'refused') {
      // Of a sale that failed before there were orders: what was paid is given back by a person, what expired is over.
      logger.warn({ saleId, auctionId: event.auctionId, ...outcome.refusal }, 'a sale has failed, and its order stays')
      return
    }
    throw new NotNow(`${event.type} of ${saleId}: ${outcome.kind}`)
  }
}

const soldBy = ({ auctionId, occurredAt, data }: Sold): SoldLot => ({
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
