import { z } from 'zod'
import type { Gavel } from './gavel.ts'
import { send } from './http.ts'
import { sellersPaddle, tokenOf } from './people.ts'

const listedLot = z.object({ id: z.uuid(), lotNumber: z.int(), version: z.int(), status: z.string() })
export type ListedLot = z.output<typeof listedLot>

const lotShown = z.object({
  id: z.uuid(),
  lotNumber: z.int(),
  price: z.int(),
  minimumBid: z.int(),
  status: z.enum(['scheduled', 'active', 'completed']),
  outcome: z.string().nullable(),
  bidCount: z.int(),
  leader: z.string().nullable(),
  version: z.int(),
})
export type LotShown = z.output<typeof lotShown>

const bidsShown = z.object({
  items: z.array(z.object({ id: z.uuid(), bidder: z.string(), amount: z.int(), type: z.string(), version: z.int() })),
  nextCursor: z.string().nullable(),
})
export type BidShown = z.output<typeof bidsShown>['items'][number]

/** Times count from now; the rest is what POST /v1/auctions takes. */
export type Listing = { opensInMs?: number; endsInMs?: number; startingPrice?: number; buyNowPrice?: number }

const hourMs = 3_600_000

/** What the seller sends; yen, with any higher amount a bid, so that the classic routes can sell it too. */
export function listingBody({ opensInMs = 0, endsInMs = hourMs, startingPrice = 100, buyNowPrice }: Listing = {}) {
  const nowMs = Date.now()
  return {
    title: 'Inkstone with a dragon',
    description: 'Listed by a test',
    currency: 'JPY',
    startingPrice,
    ...(buyNowPrice === undefined ? {} : { buyNowPrice }),
    increments: 'any',
    startsAt: new Date(nowMs + opensInMs).toISOString(),
    endsAt: new Date(nowMs + endsInMs).toISOString(),
  }
}

export async function listLot(gavel: Gavel, listing: Listing = {}): Promise<ListedLot> {
  const token = await tokenOf(sellersPaddle)
  const answer = await send(`${gavel.webUrl}/v1/auctions`, { token, json: listingBody(listing) })
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
