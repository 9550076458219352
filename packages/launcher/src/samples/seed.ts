import { paddleHolder } from '@gavel/event-contracts'
import { z } from 'zod'
import { developmentToken, samplePeople, samplePersonsToken } from '../people.ts'
import { sampleCategories } from './categories.ts'
import { type SampleLot, sampleLots } from './lots.ts'
import { isProblem, jsonOf, post } from './request.ts'
import { listed, untilVisible } from './visible.ts'

const listing = z.object({
  lotNumber: z.int(),
  title: z.string(),
  status: z.string(),
  minimumBid: z.int(),
  endsAt: z.string(),
})
export type Listing = z.output<typeof listing>

const newLot = z.object({ id: z.string() })

/** Names the categories of the samples, as root. One that is named already keeps its name, whatever it is. */
export async function nameSampleCategories(webUrl: string): Promise<void> {
  const token = await samplePersonsToken('root')
  for (const category of sampleCategories) {
    const answer = await post(`${webUrl}/v1/categories`, token, category)
    if (!(await isProblem(answer, 409, 'category_exists'))) await jsonOf(answer)
  }
}

/**
 * Lists each sample lot that is not on sale: all of them at the first start, later those that have ended. An
 * Idempotency-Key that names the listing before keeps two starts at once from listing it twice. Gives what is on sale.
 * @throws Error with the answer when a service refuses
 */
export async function listSampleLots(webUrl: string): Promise<readonly Listing[]> {
  const token = await developmentToken('alice', samplePeople.alice)
  const earlier = await sampleListings(webUrl)
  for (const lot of sampleLots) {
    const newest = earlier.find(({ title }) => title === lot.title)
    if (newest !== undefined && isOnSale(newest)) continue
    const id = await list(webUrl, token, lot, newest?.lotNumber ?? 0)
    if (id !== undefined) await untilVisible(`${webUrl}/v1/auctions/${id}`)
  }
  return (await sampleListings(webUrl)).filter(isOnSale)
}

/** By the clock too: just after a start nobody has closed what ended while all was down. */
const isOnSale = ({ status, endsAt }: Listing): boolean =>
  (status === 'scheduled' || status === 'active') && Date.parse(endsAt) > Date.now()

/** The samples alone, newest first: of all that their seller has listed, which may be much more. */
async function sampleListings(webUrl: string): Promise<readonly Listing[]> {
  const url = new URL('/v1/auctions', webUrl)
  url.searchParams.set('seller', paddleHolder(samplePeople.alice).id)
  const titles = new Set(sampleLots.map(({ title }) => title))
  const found = await listed(url, { item: listing, isWanted: ({ title }) => titles.has(title) })
  return found.toSorted((one, other) => other.lotNumber - one.lotNumber)
}

/** The new lot's id; undefined when another start has listed it meanwhile. */
async function list(webUrl: string, token: string, lot: SampleLot, after: number): Promise<string | undefined> {
  const { slug, opensAfterMs, endsAfterMs, ...rest } = lot
  const nowMs = Date.now()
  const body = {
    ...rest,
    startsAt: new Date(nowMs + opensAfterMs).toISOString(),
    endsAt: new Date(nowMs + endsAfterMs).toISOString(),
  }
  const key = `sample-${slug}-after-${after}`
  const answer = await post(`${webUrl}/v1/auctions`, token, body, { 'Idempotency-Key': key })
  // The times in the body differ, so the key's second use is told as a reuse.
  if (await isProblem(answer, 422, 'idempotency_key_reused')) return
  return newLot.parse(await jsonOf(answer)).id
}
