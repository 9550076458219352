import { z } from 'zod'
import { incrementTable } from '../increments.ts'
import { amount, currency, instant, lotNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'
import { bidder, seller } from './parties.ts'

const auctionListed = z.object({
  lotNumber,
  seller,
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  images: z.array(z.string()),
  currency,
  startingPrice: amount,
  buyNowPrice: amount.nullable(),
  increments: incrementTable,
  startsAt: instant,
  endsAt: instant,
})

const auctionOpened = z.object({})

/** `price` is the lot's price after the bid. */
const bidPlaced = z.object({ bidId: uuid, bidder, type: z.literal('exact'), amount, price: amount })

/** `via` tells the button from a bid that reached the buy-now price. Completes the lot. */
const auctionBoughtNow = z.object({ bidId: uuid, buyer: bidder, price: amount, via: z.enum(['button', 'bid']) })

const auctionClosed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sold'), winner: bidder, bidId: uuid, price: amount }),
  z.object({ outcome: z.literal('no_bids') }),
])

/** Everything that can have happened to a lot, in its newest schema version. */
export const auctionFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auction.listed'), data: auctionListed }),
  z.object({ type: z.literal('auction.opened'), data: auctionOpened }),
  z.object({ type: z.literal('bid.placed'), data: bidPlaced }),
  z.object({ type: z.literal('auction.bought_now'), data: auctionBoughtNow }),
  z.object({ type: z.literal('auction.closed'), data: auctionClosed }),
])
export type AuctionFact = z.output<typeof auctionFact>

/** The schema version each fact is written in today, and how older ones are lifted to it. */
export const auctionFactVersions = {
  'auction.listed': { current: 1, upcasters: {} },
  'auction.opened': { current: 1, upcasters: {} },
  'bid.placed': { current: 1, upcasters: {} },
  'auction.bought_now': { current: 1, upcasters: {} },
  'auction.closed': { current: 1, upcasters: {} },
} satisfies Record<AuctionFact['type'], VersionHistory>
