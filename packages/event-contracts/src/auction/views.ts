import { z } from 'zod'
import { amount, currency, instant, lotNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'
import { bidViewBefore, lotViewBefore } from './olderViews.ts'
import { bidder, seller } from './parties.ts'
import { softClose } from './terms.ts'

/** `alias` is the bidder's number in this lot, in the order of first bids: all that strangers may see. */
const aliasedBidder = bidder.extend({ alias: z.int().positive() })
export type AliasedBidder = z.output<typeof aliasedBidder>

/** Who has bought the lot, unless the sale has failed. */
export const viewedSale = z.object({
  saleId: uuid,
  via: z.enum(['hammer', 'buy_now', 'offer']),
  buyer: aliasedBidder,
  price: amount,
  failed: z.boolean(),
})

/** The offer that waits for an answer. */
export const viewedOffer = z.object({
  offerId: uuid,
  kind: z.enum(['second_chance', 'below_reserve']),
  to: aliasedBidder,
  price: amount,
  expiresAt: instant,
  madeAt: instant,
})

/**
 * A lot as it stands after event `version` of its stream. It travels between services only: query-api turns the
 * bidder into an alias before anybody sees it, and shows the reserve to the seller alone.
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
  reservePrice: amount.nullable(),
  reserveMet: z.boolean(),
  buyNowPrice: amount.nullable(),
  /** Whether buying at once is on now, by the lot's policy. */
  buyNowAvailable: z.boolean(),
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']),
  outcome: z.enum(['sold', 'bought_now', 'reserve_not_met', 'no_bids']).nullable(),
  startsAt: instant,
  /** The end in force. */
  endsAt: instant,
  softClose: softClose.nullable(),
  extensions: z.int().nonnegative(),
  /** All that the list of bids has: automatic answers, purchases and retracted ones too. Never falls. */
  bidCount: z.int().nonnegative(),
  /** How many of them are retracted. Never falls. */
  retractedCount: z.int().nonnegative(),
  leader: aliasedBidder.nullable(),
  sale: viewedSale.nullable(),
  offer: viewedOffer.nullable(),
  /** When it was completed or cancelled. */
  endedAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  seller,
  createdAt: instant,
  /** When the newest event in the view happened; what the pipeline's lag is measured from. */
  updatedAt: instant,
})
export type LotView = z.output<typeof lotView>

/**
 * One entry of a lot's list of bids. `version` is the event's version in the lot's stream, by which it is ordered for
 * ever; `retractedVersion` that of the retraction, once there is one. A purchase stands in the list as `buy_now`.
 */
const bidView = z.object({
  id: uuid,
  auctionId: uuid,
  lotNumber,
  version: z.int().positive(),
  bidder: aliasedBidder,
  type: z.enum(['exact', 'max', 'buy_now']),
  amount,
  /** Secret, but to the bidder himself. */
  maximum: amount,
  leads: z.boolean(),
  auto: z.boolean(),
  at: instant,
  retractedVersion: z.int().positive().nullable(),
})
export type BidView = z.output<typeof bidView>

/** Everything projector publishes about lots. */
export const auctionView = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lot.view'), data: lotView }),
  z.object({ type: z.literal('bid.view'), data: bidView }),
])
export type AuctionView = z.output<typeof auctionView>

export const auctionViewVersions = {
  'lot.view': { current: 2, upcasters: lotViewBefore },
  'bid.view': { current: 2, upcasters: bidViewBefore },
} satisfies Record<AuctionView['type'], VersionHistory>
