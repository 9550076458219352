import { setTimeout as sleep } from 'node:timers/promises'
import { paddleHolder } from '@gavel/event-contracts'
import { z } from 'zod'
import { developmentToken, samplePeople, samplePersonsToken } from '../people.ts'
import { sampleCategories } from './categories.ts'
import { type SampleLot, sampleLots } from './lots.ts'
import { answerTimeoutMs, isProblem, jsonOf, post } from './request.ts'

const listing = z.object({
  lotNumber: z.int(),
  title: z.string(),
  status: z.string(),
  minimumBid: z.int(),
  endsAt: z.string(),
})
export type Listing = z.output<typeof listing>

const listings = z.object({ items: z.array(listing), nextCursor: z.string().nullable() })
const listed = z.object({ id: z.string() })

const visibleLimitMs = 20_000
const pagesMax = 100

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
    if (id !== undefined) await untilVisible(webUrl, id)
  }
  return (await sampleListings(webUrl)).filter(isOnSale)
}

/** By the clock too: just after a start nobody has closed what ended while all was down. */
const isOnSale = ({ status, endsAt }: Listing): boolean =>
  (status === 'scheduled' || status === 'active') && Date.parse(endsAt) > Date.now()

/** The samples alone, newest first: of all that their seller has listed, which may be much more. */
async function sampleListings(webUrl: string): Promise<readonly Listing[]> {
  const seller = paddleHolder(samplePeople.alice).id
  const titles = new Set(sampleLots.map(({ title }) => title))
  const found: Listing[] = []
  let from = ''
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await fetch(`${webUrl}/v1/auctions?seller=${seller}&limit=100${from}`, {
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    const { items, nextCursor } = listings.parse(await jsonOf(answer))
    found.push(...items.filter(({ title }) => titles.has(title)))
    if (nextCursor === null) break
    from = `&cursor=${encodeURIComponent(nextCursor)}`
  }
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
  return listed.parse(await jsonOf(answer)).id
}

/** So that the curl lines printed next find it. */
async function untilVisible(webUrl: string, id: string): Promise<void> {
  const deadlineMs = performance.now() + visibleLimitMs
  for (;;) {
    const answer = await fetch(`${webUrl}/v1/auctions/${id}`, { signal: AbortSignal.timeout(answerTimeoutMs) })
    await answer.body?.cancel()
    if (answer.status === 200) return
    if (performance.now() > deadlineMs) throw new Error(`the lot ${id} is listed, but not readable after 20 s`)
    await sleep(50)
  }
}
