import { z } from 'zod'
import { amount, currency, instant, lotNumber, uuid } from '../primitives.ts'
import type { VersionHistory } from '../wire/versions.ts'
import { bidPlacedBefore, listedBefore } from './olderFacts.ts'
import { bidder, seller } from './parties.ts'
import { terms } from './terms.ts'

const auctionListed = terms.extend({ lotNumber, seller })

/**
 * By its seller: anything until it opens, after that a longer description. Carries all the terms as they now are, with
 * the end in force.
 */
const auctionRevised = terms

const auctionOpened = z.object({})

/**
 * A bid, or (`auto`) the house's answer for the leader. `amount` is what the list of bids shows; `maximum` how far the
 * bidder goes (secret; of an exact bid its amount); `price` the lot's after it; `leads` whether its bidder now leads.
 */
const bidPlaced = z.object({
  bidId: uuid,
  bidder,
  type: z.enum(['exact', 'max']),
  amount,
  maximum: amount,
  price: amount,
  leads: z.boolean(),
  auto: z.boolean(),
})

/**
 * Bids of one bidder that no longer count, with the automatic answers that only they had caused. `price` and `leader`
 * are what the bids that stay come to; null when none does.
 */
const bidRetracted = z.object({
  bidIds: z.array(uuid).min(1),
  bidder,
  by: z.enum(['bidder', 'administrator']),
  reason: z.string(),
  price: amount.nullable(),
  leader: z.object({ bidder, bidId: uuid }).nullable(),
})

/** Soft close moved the end; `extensions` counts this one too. */
const auctionExtended = z.object({ endsAt: instant, bidId: uuid, extensions: z.int().positive() })

/** `via` tells the button from a bid that reached the buy-now price. Completes the lot. */
const auctionBoughtNow = z.object({ bidId: uuid, buyer: bidder, price: amount, via: z.enum(['button', 'bid']) })

/** `reserve_not_met` names the highest bidder, to whom the seller may make an offer. */
const auctionClosed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sold'), winner: bidder, bidId: uuid, price: amount }),
  z.object({ outcome: z.literal('reserve_not_met'), highestBidder: bidder, bidId: uuid, price: amount }),
  z.object({ outcome: z.literal('no_bids') }),
])

const auctionCancelled = z.object({ by: z.enum(['seller', 'administrator']), reason: z.string().nullable() })

/**
 * A sale has come about: whoever makes orders makes one of each. `saleId` is the winning bid's id, or the accepted
 * offer's. Stands in the log directly after the fact that brought it about.
 */
const auctionSold = z.object({
  saleId: uuid,
  via: z.enum(['hammer', 'buy_now', 'offer']),
  lotNumber,
  seller,
  buyer: bidder,
  price: amount,
  currency,
})

/** The buyer did not go through with it: the seller may make an offer to somebody else. */
const saleFailed = z.object({
  saleId: uuid,
  reason: z.enum(['declined', 'unpaid']),
  by: z.enum(['buyer', 'seller', 'administrator']),
})

/** `second_chance`: to an underbidder, after a sale failed. `below_reserve`: to the highest bidder of an unsold lot. */
const offerMade = z.object({
  offerId: uuid,
  kind: z.enum(['second_chance', 'below_reserve']),
  to: bidder,
  price: amount,
  expiresAt: instant,
})
const offerAccepted = z.object({ offerId: uuid })
const offerLapsed = z.object({ offerId: uuid, reason: z.enum(['expired', 'declined']) })

/** Everything that can have happened to a lot, in its newest schema version. */
export const auctionFact = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auction.listed'), data: auctionListed }),
  z.object({ type: z.literal('auction.revised'), data: auctionRevised }),
  z.object({ type: z.literal('auction.opened'), data: auctionOpened }),
  z.object({ type: z.literal('bid.placed'), data: bidPlaced }),
  z.object({ type: z.literal('bid.retracted'), data: bidRetracted }),
  z.object({ type: z.literal('auction.extended'), data: auctionExtended }),
  z.object({ type: z.literal('auction.bought_now'), data: auctionBoughtNow }),
  z.object({ type: z.literal('auction.closed'), data: auctionClosed }),
  z.object({ type: z.literal('auction.cancelled'), data: auctionCancelled }),
  z.object({ type: z.literal('auction.sold'), data: auctionSold }),
  z.object({ type: z.literal('sale.failed'), data: saleFailed }),
  z.object({ type: z.literal('offer.made'), data: offerMade }),
  z.object({ type: z.literal('offer.accepted'), data: offerAccepted }),
  z.object({ type: z.literal('offer.lapsed'), data: offerLapsed }),
])
export type AuctionFact = z.output<typeof auctionFact>

/** The data of one type of fact. */
export type FactData<Type extends AuctionFact['type']> = Extract<AuctionFact, { type: Type }>['data']

const first = { current: 1, upcasters: {} }

/** The schema version each fact is written in today, and how older ones are lifted to it. */
export const auctionFactVersions = {
  'auction.listed': { current: 2, upcasters: listedBefore },
  'auction.revised': first,
  'auction.opened': first,
  'bid.placed': { current: 2, upcasters: bidPlacedBefore },
  'bid.retracted': first,
  'auction.extended': first,
  'auction.bought_now': first,
  'auction.closed': { current: 2, upcasters: { 1: (data) => data } },
  'auction.cancelled': first,
  'auction.sold': first,
  'sale.failed': first,
  'offer.made': first,
  'offer.accepted': first,
  'offer.lapsed': first,
} satisfies Record<AuctionFact['type'], VersionHistory>
