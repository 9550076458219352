import { type Actor, Problem } from '@gavel/service-kit'
import type { z } from 'zod'
import type { LotRegister } from './lotRegister.ts'
import type { LotCommand } from './perform.ts'
import type { listLotBody } from './requests.ts'
import { incrementTables } from './rules/increments.ts'
import {
  type ListAuction,
  type ListingAnswer,
  type ListingLimits,
  listAuction,
  listingFaults,
} from './rules/listAuction.ts'

export type ListingOptions = { register: LotRegister; limits: ListingLimits; now: () => number; newId: () => string }

/** Translates a listing: a new stream, the next lot number, the increment table frozen into the lot. */
export async function translateListing(
  body: z.output<typeof listLotBody>,
  actor: Actor,
  { register, limits, now, newId }: ListingOptions,
): Promise<LotCommand<ListingAnswer>> {
  const { increments = 'any', startsAt: startsAtMs, endsAt: endsAtMs, ...described } = body
  const draft: Omit<ListAuction, 'lotNumber'> = {
    ...described,
    seller: { id: actor.id, username: actor.username, paddleNumber: actor.paddleNumber },
    category: body.category ?? null,
    images: body.images ?? [],
    buyNowPrice: body.buyNowPrice ?? null,
    increments: typeof increments === 'string' ? incrementTables[increments] : increments,
    startsAtMs,
    endsAtMs,
  }
  const errors = listingFaults(draft, limits, now())
  if (errors.length > 0) throw new Problem('invalid_input', { extra: { errors } })

  const id = newId()
  const lotNumber = await register.next()
  return {
    auctionId: id,
    rule: (auction, nowMs) => listAuction(auction, { ...draft, lotNumber }, nowMs),
    claims: [register.claim(lotNumber)],
    reply: ({ status }, version) => ({
      status: 201,
      body: { id, lotNumber, version, status },
      headers: { Location: `/v1/auctions/${id}` },
    }),
  }
}
