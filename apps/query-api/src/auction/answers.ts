import { amount, currency, instant, lotNumber, paddleNumber, softClose, uuid } from '@gavel/event-contracts'
import { z } from 'zod'
import { version } from '../http/openapi.ts'
import type { LotForViewer } from './lotFor.ts'
import type { OwnBid } from './ownBid.ts'
import type { BidForViewer } from './publicBid.ts'

const alias = z.string().meta({ description: '`bidder 3`: the third who bid on this lot.' })

const sale = z.strictObject({
  via: z.enum(['hammer', 'buy_now', 'offer']),
  buyer: alias,
  price: amount.nullable().meta({ description: 'Null for whom it does not concern, when an offer was taken.' }),
  failed: z.boolean(),
  orderId: z.exactOptional(uuid).meta({ description: 'For seller and buyer.' }),
  buyerPaddleNumber: z.exactOptional(paddleNumber).meta({ description: 'For seller and administrators.' }),
})

const offer = z.strictObject({
  offerId: uuid,
  kind: z.enum(['second_chance', 'below_reserve']),
  price: amount,
  expiresAt: instant,
})
const offerForHouse = offer.extend({ to: alias, paddleNumber })

/** A lot as whoever asks may see it. */
export const lot = z
  .strictObject({
    id: uuid,
    lotNumber,
    title: z.string(),
    description: z.string(),
    category: z.string().nullable(),
    images: z.array(z.string()),
    currency,
    startingPrice: amount,
    price: amount,
    minimumBid: amount.meta({ description: 'The least next bid.' }),
    hasReserve: z.boolean(),
    reserveMet: z.boolean(),
    buyNowPrice: amount.nullable(),
    buyNowAvailable: z.boolean(),
    status: z.enum(['scheduled', 'active', 'completed', 'cancelled']),
    outcome: z.enum(['sold', 'bought_now', 'reserve_not_met', 'no_bids']).nullable(),
    startsAt: instant,
    endsAt: instant.meta({ description: 'The end in force.' }),
    softClose: softClose.nullable(),
    extensions: z.int().nonnegative(),
    bidCount: z.int().nonnegative(),
    leader: alias.nullable(),
    sale: sale.nullable(),
    endedAt: instant.nullable(),
    cancelReason: z.string().nullable(),
    seller: z.strictObject({ id: uuid, username: z.string() }),
    version,
    createdAt: instant,
    youLead: z.exactOptional(z.boolean()).meta({ description: 'For whoever is signed in.' }),
    youBought: z.exactOptional(z.boolean()).meta({ description: 'For whoever is signed in.' }),
    offer: z
      .exactOptional(z.union([offerForHouse, offer]).nullable())
      .meta({ description: 'For whom it was made to, and for seller and administrators.' }),
    leaderPaddleNumber: z
      .exactOptional(paddleNumber.nullable())
      .meta({ description: 'For seller and administrators.' }),
    reservePrice: z.exactOptional(amount.nullable()).meta({ description: 'For the seller.' }),
  })
  .meta({ id: 'Lot' }) satisfies z.ZodType<LotForViewer>

export const bid = z
  .strictObject({
    id: uuid,
    bidder: alias,
    amount,
    type: z.enum(['exact', 'max', 'buy_now']),
    auto: z.boolean().meta({ description: 'The house bid for its bidder, in answer to the entry before.' }),
    at: instant,
    version,
    retracted: z.exactOptional(z.literal(true)).meta({ description: 'It does not count any more.' }),
    you: z.exactOptional(z.boolean()).meta({ description: 'For whoever is signed in.' }),
    paddleNumber: z.exactOptional(paddleNumber).meta({ description: 'For seller and administrators.' }),
  })
  .meta({ id: 'Bid' }) satisfies z.ZodType<BidForViewer>

export const ownBid = z
  .strictObject({ bidder: alias, amount, maximum: amount, version, at: instant })
  .meta({ id: 'OwnBid' }) satisfies z.ZodType<OwnBid>
