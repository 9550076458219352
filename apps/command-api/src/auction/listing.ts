import { type Actor, Problem } from '@gavel/service-kit'
import type { z } from 'zod'
import type { LotRegister } from './lotRegister.ts'
import type { LotCommand } from './perform.ts'
import { defaultSoftClose, type listLotBody, type reviseLotBody } from './requests.ts'
import type { Auction } from './rules/auction.ts'
import { incrementTables } from './rules/increments.ts'
import { type ListingAnswer, listAuction } from './rules/listAuction.ts'
import { type Listing, type ListingLimits, listingFaults } from './rules/listing.ts'
import { reviseAuction } from './rules/reviseAuction.ts'

export type ListingOptions = { register: LotRegister; limits: ListingLimits; now: () => number; newId: () => string }

/** Translates a listing: a new stream, the next lot number, the house's policies frozen into the lot. */
export async function translateListing(
  body: z.output<typeof listLotBody>,
  actor: Actor,
  options: ListingOptions,
): Promise<LotCommand<ListingAnswer>> {
  const listing = listingIn(body)
  const errors = listingFaults(listing, options.limits, options.now())
  if (errors.length > 0) throw new Problem('invalid_input', { extra: { errors } })

  const command = await newLot(listing, actor, options)
  const { auctionId: id } = command
  return {
    ...command,
    reply: ({ lotNumber, status }, version) => ({
      status: 201,
      body: { id, lotNumber, version, status },
      headers: { Location: `/v1/auctions/${id}` },
    }),
  }
}

/** Lists what has been checked for faults: a stream of its own, and the next number bound to it. */
export async function newLot(listing: Listing, actor: Actor, { register, newId }: ListingOptions) {
  const lotNumber = await register.next()
  const seller = { id: actor.id, username: actor.username, paddleNumber: actor.paddleNumber }
  return {
    auctionId: newId(),
    rule: (auction: Auction, nowMs: number) => listAuction(auction, { lotNumber, seller, listing }, nowMs),
    claims: [register.claim(lotNumber)],
  }
}

function listingIn({ startsAt, endsAt, ...body }: z.output<typeof listLotBody>): Listing {
  return {
    title: body.title,
    description: body.description,
    category: body.category ?? null,
    images: body.images ?? [],
    currency: body.currency,
    startingPrice: body.startingPrice,
    reservePrice: body.reservePrice ?? null,
    buyNowPrice: body.buyNowPrice ?? null,
    buyNowPolicy: body.buyNowPolicy ?? 'until_price_reached',
    increments: body.increments ?? incrementTables.any,
    startsAtMs: startsAt,
    endsAtMs: endsAt,
    softClose: body.softClose === undefined ? defaultSoftClose : body.softClose,
  }
}

export function translateRevision(
  auctionId: string,
  { startsAt, endsAt, ...body }: z.output<typeof reviseLotBody>,
  actor: Actor,
  limits: ListingLimits,
): LotCommand<ListingAnswer> {
  const changes = { ...body, startsAtMs: startsAt, endsAtMs: endsAt }
  return {
    auctionId,
    rule: (auction, nowMs) => reviseAuction(auction, { by: actor.id, changes, limits }, nowMs),
    reply: (answer, version) => ({ status: 200, body: { id: auctionId, ...answer, version } }),
  }
}
