import * as z from 'zod/mini'

const sale = z.object({
  via: z.enum(['hammer', 'buy_now', 'offer']),
  buyer: z.string(),
  price: z.nullable(z.number()),
  failed: z.boolean(),
  orderId: z.optional(z.string()),
  buyerPaddleNumber: z.optional(z.number()),
})

const offer = z.object({
  offerId: z.string(),
  kind: z.enum(['second_chance', 'below_reserve']),
  price: z.number(),
  expiresAt: z.string(),
  paddleNumber: z.optional(z.number()),
})

const softClose = z.object({
  windowSec: z.number(),
  extendSec: z.number(),
  mode: z.string(),
  trigger: z.string(),
  maxExtensions: z.nullable(z.number()),
  hardEndAt: z.nullable(z.string()),
})

const publicFields = {
  id: z.string(),
  lotNumber: z.number(),
  title: z.string(),
  description: z.string(),
  category: z.nullable(z.string()),
  images: z.array(z.string()),
  currency: z.string(),
  startingPrice: z.number(),
  price: z.number(),
  minimumBid: z.number(),
  hasReserve: z.boolean(),
  reserveMet: z.boolean(),
  buyNowPrice: z.nullable(z.number()),
  buyNowAvailable: z.boolean(),
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']),
  outcome: z.nullable(z.enum(['sold', 'bought_now', 'reserve_not_met', 'no_bids'])),
  startsAt: z.string(),
  endsAt: z.string(),
  softClose: z.nullable(softClose),
  extensions: z.number(),
  bidCount: z.number(),
  leader: z.nullable(z.string()),
  sale: z.nullable(sale),
  endedAt: z.nullable(z.string()),
  cancelReason: z.nullable(z.string()),
  seller: z.object({ id: z.string(), username: z.string() }),
  version: z.number(),
  createdAt: z.string(),
}

/** A lot as anybody sees it. Amounts in minor units of `currency`, instants in RFC 3339. */
export const publicLot = z.object(publicFields)
export type PublicLot = z.infer<typeof publicLot>

/** What a live stream changes of it. */
export const lotChanges = z.partial(publicLot)
export type LotChanges = z.infer<typeof lotChanges>

/** A lot as whoever is signed in sees it. */
export const lotForViewer = z.object({
  ...publicFields,
  youLead: z.optional(z.boolean()),
  youBought: z.optional(z.boolean()),
  offer: z.optional(z.nullable(offer)),
  reservePrice: z.optional(z.nullable(z.number())),
  leaderPaddleNumber: z.optional(z.nullable(z.number())),
  watchCount: z.optional(z.number()),
})
export type Lot = z.infer<typeof lotForViewer>

export const lotPage = z.object({ items: z.array(lotForViewer), nextCursor: z.nullable(z.string()) })

const facet = z.array(z.object({ value: z.string(), count: z.number() }))
export const searchPage = z.object({
  items: z.array(lotForViewer),
  nextCursor: z.nullable(z.string()),
  total: z.number(),
  facets: z.object({ category: facet, status: facet, currency: facet }),
})
export type SearchPage = z.infer<typeof searchPage>

export const bid = z.object({
  id: z.string(),
  bidder: z.string(),
  amount: z.number(),
  type: z.string(),
  auto: z.boolean(),
  at: z.string(),
  version: z.number(),
  retracted: z.optional(z.boolean()),
  paddleNumber: z.optional(z.number()),
})
export type Bid = z.infer<typeof bid>

export const bidPage = z.object({ items: z.array(bid), nextCursor: z.nullable(z.string()) })

export const bidAnswer = z.object({
  bidId: z.string(),
  outcome: z.enum(['leading', 'outbid', 'bought', 'leading_reserve_not_met']),
  price: z.number(),
  minimumBid: z.number(),
  endsAt: z.string(),
  version: z.number(),
})
export type BidAnswer = z.infer<typeof bidAnswer>

/** What somebody has on a lot himself: told to nobody else. */
export const myBid = z.object({
  bid: z.nullable(
    z.object({ bidder: z.string(), amount: z.number(), maximum: z.number(), version: z.number(), at: z.string() }),
  ),
  version: z.number(),
})
export type MyBid = z.infer<typeof myBid>['bid']

export const listedLot = z.object({ id: z.string(), lotNumber: z.number(), version: z.number(), status: z.string() })

export const versioned = z.object({ version: z.number() })
