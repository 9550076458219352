import { type Bidder, draftCatalogEvent, type Metadata } from '@gavel/event-contracts'
import type { Claim } from '@gavel/event-store'
import type { Logger } from '@gavel/service-kit'
import type { Outcome } from '../idempotency/tell.ts'
import type { OrderHouse } from './orderHouse.ts'
import { type PlacedVerdict, placeOrder } from './rules/placing.ts'
import type { OrderRefusal } from './rules/verdict.ts'
import type { ProductNames, SkuStreams } from './shelf.ts'

export type Placed = { orderId: string }

export type PlacingContext = {
  metadata: Metadata
  claims?: (answer: Placed, version: number) => readonly Claim[]
}

/** Orders `quantity` of a SKU. The outcome's version is the order's. */
export type PlaceOrder = (
  order: { skuId: string; buyer: Bidder; quantity: number },
  context: PlacingContext,
) => Promise<Outcome<Placed, OrderRefusal>>

/** A name that was read and is forgotten again each time: this machine is too slow to sell anything. */
const nameReadsMax = 5
const retryAfterMs = 1_000
/** The order's own: its first. */
const version = 1

/**
 * In the SKU's mailbox, so a thousand buyers queue for one thing and are served a batch at a time: the stock that is
 * taken and the order that takes it are one append, with the idempotency key and the outbox rows, and nothing else.
 */
export function createPlaceOrder(options: {
  house: Pick<OrderHouse, 'companion'>
  skus: SkuStreams
  names: ProductNames
  /** How long a buyer has to pay, in ms. */
  payableMs: number
  logger: Logger
  now: () => number
  newId: () => string
}): PlaceOrder {
  const { house, skus, names, payableMs, logger, now, newId } = options
  type Decided = { verdict: PlacedVerdict } | { unnamed: string }

  async function attempt(
    order: { orderId: string; skuId: string; buyer: Bidder; quantity: number },
    { metadata, claims }: PlacingContext,
  ): Promise<Outcome<Placed, OrderRefusal> | { kind: 'unnamed'; productId: string }> {
    const { orderId, skuId } = order
    const executed = await skus.executeTogether<Decided>(skuId, (sku) => {
      const productName = sku === null ? '' : names.peek(sku.productId)
      if (sku !== null && productName === undefined) return { events: [], answer: { unnamed: sku.productId } }
      const nowMs = now()
      const verdict = placeOrder(sku, { ...order, productName: productName ?? '', payableMs }, nowMs)
      if (!verdict.accepted) return { events: [], answer: { verdict } }
      const occurredAt = new Date(nowMs).toISOString()
      return {
        events: verdict.stock.map((fact) => draftCatalogEvent(fact, { id: newId(), occurredAt, metadata })),
        companions: [house.companion({ orderId, version: 0 }, verdict.order, { nowMs, metadata })],
        answer: { verdict },
        claims: claims?.({ orderId }, version) ?? [],
      }
    })
    if (executed.kind === 'companion_moved') throw new Error(`an order has the id ${executed.streamId} already`)
    if (executed.kind !== 'decided') return executed
    const { answer } = executed
    if ('unnamed' in answer) return { kind: 'unnamed', productId: answer.unnamed }
    if (!answer.verdict.accepted) return { kind: 'refused', refusal: answer.verdict.refusal }
    return { kind: 'accepted', answer: { orderId }, version }
  }

  return async (order, context) => {
    const orderId = newId()
    for (let reads = 0; reads < nameReadsMax; reads += 1) {
      const outcome = await attempt({ ...order, orderId }, context)
      if (outcome.kind === 'accepted') {
        const { skuId, quantity } = order
        const { correlationId } = context.metadata
        logger.info({ orderId, skuId, quantity, buyerId: order.buyer.id, correlationId }, 'an order was placed')
      }
      if (outcome.kind !== 'unnamed') return outcome
      await names.read(outcome.productId)
    }
    return { kind: 'retry_later', retryAfterMs }
  }
}
