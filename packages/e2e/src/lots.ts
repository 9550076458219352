import type { BuyNowPolicy, SoftClose } from '@gavel/event-contracts'
import { z } from 'zod'
import type { Gavel } from './gavel.ts'
import { send } from './http.ts'
import { sellersPaddle, tokenOf } from './people.ts'
import { until } from './until.ts'

const listedLot = z.object({ id: z.uuid(), lotNumber: z.int(), version: z.int(), status: z.string() })
export type ListedLot = z.output<typeof listedLot>

const lotShown = z.object({
  id: z.uuid(),
  lotNumber: z.int(),
  title: z.string(),
  description: z.string(),
  price: z.int(),
  minimumBid: z.int(),
  hasReserve: z.boolean(),
  reserveMet: z.boolean(),
  buyNowAvailable: z.boolean(),
  status: z.enum(['scheduled', 'active', 'completed', 'cancelled']),
  outcome: z.string().nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  softClose: z.record(z.string(), z.unknown()).nullable(),
  extensions: z.int(),
  endedAt: z.iso.datetime().nullable(),
  cancelReason: z.string().nullable(),
  bidCount: z.int(),
  leader: z.string().nullable(),
  sale: z.object({ price: z.int().nullable(), via: z.string(), buyer: z.string(), failed: z.boolean() }).nullable(),
  version: z.int(),
})
export type LotShown = z.output<typeof lotShown>

const bidsShown = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      bidder: z.string(),
      amount: z.int(),
      type: z.string(),
      auto: z.boolean(),
      retracted: z.literal(true).optional(),
      version: z.int(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
export type BidShown = z.output<typeof bidsShown>['items'][number]

/** Times count from now; the rest is what POST /v1/auctions takes. */
export type Listing = {
  title?: string
  description?: string
  category?: string
  opensInMs?: number
  endsInMs?: number
  startingPrice?: number
  reservePrice?: number
  buyNowPrice?: number
  buyNowPolicy?: BuyNowPolicy
  increments?: 'any' | 'usd' | 'jpy' | 'krw' | readonly { from: number; step: number }[]
  softClose?: Partial<SoftClose> | 'off'
}

const hourMs = 3_600_000

/**
 * What the seller sends; yen, with any higher amount a bid, so that the classic routes can sell it too. The end is the
 * end unless a test is about soft close: the house's two minutes would never let a short lot close.
 */
export function listingBody(listing: Listing = {}) {
  const {
    opensInMs = 0,
    endsInMs = hourMs,
    startingPrice = 100,
    increments = 'any',
    softClose = 'off',
    ...rest
  } = listing
  const nowMs = Date.now()
  return {
    title: 'Inkstone with a dragon',
    description: 'Listed by a test',
    currency: 'JPY',
    startingPrice,
    ...rest,
    increments,
    softClose,
    startsAt: new Date(nowMs + opensInMs).toISOString(),
    endsAt: new Date(nowMs + endsInMs).toISOString(),
  }
}

/** By the seller of every test, unless `token` is somebody else's. */
export async function listLot(gavel: Gavel, listing: Listing = {}, token?: string): Promise<ListedLot> {
  const sellersToken = token ?? (await tokenOf(sellersPaddle))
  const answer = await send(`${gavel.webUrl}/v1/auctions`, { token: sellersToken, json: listingBody(listing) })
  if (answer.status !== 201) throw new Error(`listing answered ${answer.status}: ${answer.text}`)
  return listedLot.parse(answer.body)
}

/** The lot as `baseUrl` (web, or a query-api) shows it, at least as new as `atLeast`. */
export async function readLot(baseUrl: string, lotId: string, atLeast?: number): Promise<LotShown> {
  const query = atLeast === undefined ? '' : `?atLeast=${atLeast}`
  const answer = await send(`${baseUrl}/v1/auctions/${lotId}${query}`)
  if (answer.status !== 200) throw new Error(`reading the lot answered ${answer.status}: ${answer.text}`)
  return lotShown.parse(answer.body)
}

/** All its bids, newest first, page by page; the first page at least as new as `atLeast`. */
export async function readBids(baseUrl: string, lotId: string, atLeast: number): Promise<readonly BidShown[]> {
  const bids: BidShown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const from = cursor === '' ? `&atLeast=${atLeast}` : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await send(`${baseUrl}/v1/auctions/${lotId}/bids?limit=100${from}`)
    if (answer.status !== 200) throw new Error(`reading the bids answered ${answer.status}: ${answer.text}`)
    const page = bidsShown.parse(answer.body)
    bids.push(...page.items)
    cursor = page.nextCursor
  }
  return bids
}

/** Waits until web shows the lot so. */
export const untilLot = (gavel: Gavel, lot: ListedLot, status: LotShown['status']): Promise<LotShown> =>
  until(`lot ${lot.lotNumber} is ${status}`, async () => {
    const shown = await readLot(gavel.webUrl, lot.id)
    if (shown.status !== status) throw new Error(`it is ${shown.status}`)
    return shown
  })
