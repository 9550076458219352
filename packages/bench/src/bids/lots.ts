import { developmentToken } from '@gavel/launcher'
import { z } from 'zod'

const listed = z.object({ id: z.string() })

const dayMs = 24 * 60 * 60 * 1_000
const sellersPaddle = 1
const biddersCount = 16
const firstBiddersPaddle = 11
/** Listed side by side: enough to be quick, not so many that they queue. */
const atOnce = 20

export const startingPrice = 1_000

/** What differs from lot to lot. */
export type Listing = { title?: string; category?: string; startingPrice?: number }

/** Lots where any higher amount is a bid; their ids. */
export async function listLots(
  commandApiUrl: string,
  count: number,
  listingOf: (index: number) => Listing = () => ({}),
): Promise<readonly string[]> {
  const token = await developmentToken('seller', sellersPaddle)
  const ids: string[] = []
  while (ids.length < count) {
    const wave = Array.from({ length: Math.min(atOnce, count - ids.length) }, (_, index) =>
      listLot(commandApiUrl, token, listingOf(ids.length + index)),
    )
    ids.push(...(await Promise.all(wave)))
  }
  return ids
}

async function listLot(commandApiUrl: string, token: string, listing: Listing): Promise<string> {
  const nowMs = Date.now()
  const answer = await fetch(`${commandApiUrl}/v1/auctions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      title: 'A lot to be bid on',
      description: 'Listed by the bench',
      currency: 'JPY',
      startingPrice,
      increments: 'any',
      ...listing,
      startsAt: new Date(nowMs).toISOString(),
      endsAt: new Date(nowMs + dayMs).toISOString(),
    }),
    signal: AbortSignal.timeout(10_000),
  })
  const text = await answer.text()
  if (answer.status !== 201) throw new Error(`listing a lot answered ${answer.status}: ${text}`)
  return listed.parse(JSON.parse(text)).id
}

/** Bidders take turns: nobody bids against himself. */
export const bidderTokens = (): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: biddersCount }, (_, index) =>
      developmentToken(`bidder-${index + 1}`, firstBiddersPaddle + index),
    ),
  )
