import * as z from 'zod/mini'

export const notice = z.object({
  kind: z.enum([
    'outbid',
    'won',
    'lost',
    'reserve_not_met',
    'closing_soon',
    'cancelled',
    'offer',
    'order_to_pay',
    'sold',
    'unsold',
  ]),
  auctionId: z.string(),
  lotNumber: z.number(),
  title: z.string(),
  currency: z.string(),
  at: z.string(),
  price: z.optional(z.number()),
  orderId: z.optional(z.string()),
})
export type Notice = z.infer<typeof notice>
export const noticePage = z.object({ items: z.array(notice), nextCursor: z.nullable(z.string()) })
