import type { Lot } from '../rules/auction.ts'
import { incrementTables } from '../rules/increments.ts'
import type { Listing } from '../rules/listing.ts'
import type { Changes } from '../rules/reviseAuction.ts'
import type { ItemBody, ItemChanges } from './itemRequests.ts'

/** What these routes list: won, any higher amount is a bid, the end is the end, no price at which it is bought at once. */
export const listingIn = (body: ItemBody): Listing => ({
  title: body.title,
  description: body.content,
  category: body.c_code ?? null,
  images: imagesOf(body.image ?? null),
  currency: 'KRW',
  startingPrice: body.start_price,
  reservePrice: null,
  buyNowPrice: null,
  buyNowPolicy: 'until_price_reached',
  increments: incrementTables.any,
  startsAtMs: body.start_datetime,
  endsAtMs: body.end_datetime,
  softClose: null,
})

const imagesOf = (image: string | null): string[] => (image === null ? [] : [image])

/**
 * What of a PUT is new. Its clients send back all that they have read, and an open lot is refused whatever would change
 * more than its description; that is always named, so that a PUT of what is there already is no more than that.
 */
export function changesTo(lot: Lot, body: ItemChanges): Changes {
  const { terms, endsAtMs, startsAtMs } = lot
  return {
    description: body.content ?? terms.description,
    title: ifNew(body.title, terms.title),
    category: ifNew(body.c_code, terms.category),
    images: body.image === (terms.images[0] ?? null) || body.image === undefined ? undefined : imagesOf(body.image),
    startingPrice: ifNew(body.start_price, terms.startingPrice),
    startsAtMs: ifNew(body.start_datetime, startsAtMs),
    endsAtMs: ifNew(body.end_datetime, endsAtMs),
  }
}

const ifNew = <T>(sent: T | undefined, known: T): T | undefined => (sent === known ? undefined : sent)
