import { z } from 'zod'
import { amount, currency, instant, lotNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'
import { bidder, seller } from './parties.ts'

/** `alias` is the bidder's number in this lot, in the order of first bids: all that strangers may see. */
const aliasedBidder = bidder.extend({ alias: z.int().positive() })

/**
 * A lot as it stands after event `version` of its stream. It travels between services only: query-api turns the
 * bidder into an alias before anybody sees it.
 */
const lotView = z.object({
  id: uuid,
  lotNumber,
  version: z.int().positive(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  images: z.array(z.string()),
  currency,
  startingPrice: amount,
  price: amount,
  minimumBid: amount,
  buyNowPrice: amount.nullable(),
  status: z.enum(['scheduled', 'active', 'completed']),
  outcome: z.enum(['sold', 'bought_now', 'no_bids']).nullable(),
  startsAt: instant,
  endsAt: instant,
  bidCount: z.int().nonnegative(),
  leader: aliasedBidder.nullable(),
  seller,
  createdAt: instant,
  /** When the newest event in the view happened; what the pipeline's lag is measured from. */
  updatedAt: instant,
})
export type LotView = z.output<typeof lotView>

/** One accepted bid. `version` is the event's version in the lot's stream. A purchase stands in the list as `buy_now`. */
const bidView = z.object({
  id: uuid,
  auctionId: uuid,
  lotNumber,
  version: z.int().positive(),
  bidder: aliasedBidder,
  type: z.enum(['exact', 'buy_now']),
  amount,
  at: instant,
})
export type BidView = z.output<typeof bidView>

/** Everything projector publishes about lots. */
export const auctionView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lot.view'), data: lotView }),
  z.object({ type: z.literal('bid.view'), data: bidView }),
])
export type AuctionView = z.output<typeof auctionView>

export const auctionViewVersions = {
  'lot.view': { current: 1, upcasters: {} },
  'bid.view': { current: 1, upcasters: {} },
} satisfies Record<AuctionView['type'], VersionHistory>
