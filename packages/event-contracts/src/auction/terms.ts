import { z } from 'zod'
import { incrementTable } from '../increments.ts'
import { amount, currency, instant } from '../primitives.ts'

/**
 * What a bid in the last `windowSec` does to the end. `reset_from_bid`: the lot stays open for at least `extendSec` from
 * the bid; `add_to_end`: the end moves by `extendSec`. Neither moves it past `hardEndAt` or more than `maxExtensions`
 * times.
 */
export const softClose = z.strictObject({
  windowSec: z.int().min(1).max(86_400),
  extendSec: z.int().min(1).max(86_400),
  mode: z.enum(['reset_from_bid', 'add_to_end']),
  /** `leader_change`: only bids that put somebody else into the lead. */
  trigger: z.enum(['any_accepted', 'leader_change']),
  maxExtensions: z.int().min(1).max(10_000).nullable(),
  hardEndAt: instant.nullable(),
})
export type SoftClose = z.output<typeof softClose>

/** How long a lot can be bought at once. `until_reserve_met` on a lot without a reserve ends with the first bid. */
export const buyNowPolicy = z.enum(['until_first_bid', 'until_reserve_met', 'until_price_reached'])
export type BuyNowPolicy = z.output<typeof buyNowPolicy>

/** What the seller offers, all of it copied into the lot: later changes of defaults touch no lot. */
export const terms = z.object({
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  images: z.array(z.string()),
  currency,
  startingPrice: amount,
  /** Secret: nobody but the seller is told more than whether there is one and whether it is met. */
  reservePrice: amount.nullable(),
  buyNowPrice: amount.nullable(),
  buyNowPolicy,
  increments: incrementTable,
  startsAt: instant,
  endsAt: instant,
  /** Null: the end is the end. */
  softClose: softClose.nullable(),
})
export type Terms = z.output<typeof terms>
