import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Listing, listLots } from '../bids/lots.ts'

const lotsCount = 2_000
const kinds = ['clock', 'vase', 'camera', 'spoon', 'print', 'lamp', 'chair', 'ring'] as const
const looks = ['ormolu', 'celadon', 'silver', 'walnut', 'brass', 'jade', 'ivory', 'copper'] as const

/** Some of each kind and look, at every price from 1,000 to 100,000. */
const listingOf = (index: number): Listing => ({
  title: `${looks[Math.floor(index / kinds.length) % looks.length]} ${kinds[index % kinds.length]} number ${index}`,
  category: kinds[index % kinds.length] ?? 'clock',
  startingPrice: 1_000 + ((index * 7_919) % 99_000),
})

/** The lots to be found; resolves when the search has them all. Gives their ids. */
export async function listCatalogue(commandApiUrl: string, queryApiUrl: string): Promise<readonly string[]> {
  const ids = await listLots(commandApiUrl, lotsCount, listingOf)
  while ((await totalOf(queryApiUrl)) < lotsCount) await sleep(100)
  return ids
}

const answered = z.object({ total: z.int() })

async function totalOf(queryApiUrl: string): Promise<number> {
  const answer = await fetch(`${queryApiUrl}/v1/search/auctions?limit=1`, { signal: AbortSignal.timeout(10_000) })
  return answer.ok ? answered.parse(await answer.json()).total : 0
}

const path = (query: string): string => `/v1/search/auctions?${query}`

/** A few dozen searches that people make over and over. */
export const popularSearches: readonly string[] = kinds.flatMap((kind, index) => [
  path(`category=${kind}`),
  path(`q=${looks[index]}+${kind}`),
  path(`category=${kind}&sort=ending_soon`),
  path(`category=${kind}&minPrice=20000&maxPrice=40000`),
])

/** Searches that nobody has made before: each has another highest price, above all that there are. */
export const newSearches: readonly string[] = kinds.flatMap((kind, index) => [
  path(`category=${kind}&maxPrice={n}`),
  path(`q=${looks[index]}+${kind}&maxPrice={n}`),
])
