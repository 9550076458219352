import { z } from 'zod'
import { bidder } from '../auction/parties.ts'
import { productName, skuCode } from '../catalog/facts.ts'
import { amount, currency, instant, lotNumber, quantity, skuNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'

/** What is ordered, with everything as it was then: of the shop, or a lot that was sold to the buyer. */
export const orderedItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sku'),
    skuId: uuid,
    skuNumber,
    productId: uuid,
    productName,
    code: skuCode,
    quantity,
    unitPrice: amount,
  }),
  z.object({
    kind: z.literal('lot'),
    auctionId: uuid,
    lotNumber,
    sellerId: uuid,
    via: z.enum(['hammer', 'buy_now', 'offer']),
  }),
])
export type OrderedItem = z.output<typeof orderedItem>

/** The order of a sale has the sale's id, so there is one of each. `payableUntil`: unpaid by then, it expires. */
const orderCreated = z.object({ buyer: bidder, item: orderedItem, total: amount, currency, payableUntil: instant })

/** Asked of the payment provider from now on; until its answer is known nobody cancels, and nothing expires. */
const paymentStarted = z.object({ paymentId: uuid, method: z.string().min(1).max(200) })
const paymentDeclined = z.object({ paymentId: uuid, reason: z.string().max(200) })

/** Paid: `reference` is the provider's own. */
const orderPaid = z.object({ paymentId: uuid, reference: z.string().max(200) })

/** `sale_failed`: the buyer of a lot did not go through with it. */
const orderCancelled = z.object({
  by: z.enum(['buyer', 'administrator', 'house']),
  reason: z.enum(['asked', 'sale_failed']),
})

/** Everything that can have happened to an order. */
export const orderFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('order.created'), data: orderCreated }),
  z.object({ type: z.literal('order.payment_started'), data: paymentStarted }),
  z.object({ type: z.literal('order.payment_declined'), data: paymentDeclined }),
  z.object({ type: z.literal('order.paid'), data: orderPaid }),
  z.object({ type: z.literal('order.cancelled'), data: orderCancelled }),
  z.object({ type: z.literal('order.expired'), data: z.object({}) }),
])
export type OrderFact = z.output<typeof orderFact>

const first = { current: 1, upcasters: {} }

export const orderFactVersions = {
  'order.created': first,
  'order.payment_started': first,
  'order.payment_declined': first,
  'order.paid': first,
  'order.cancelled': first,
  'order.expired': first,
} satisfies Record<OrderFact['type'], VersionHistory>
