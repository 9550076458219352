import { setTimeout as sleep } from 'node:timers/promises'
import { paddleHolder } from '@gavel/event-contracts'
import { z } from 'zod'
import { developmentToken, samplePeople } from '../people.ts'
import { type SampleLot, sampleLots } from './lots.ts'

const listing = z.object({
  lotNumber: z.int(),
  title: z.string(),
  status: z.string(),
  minimumBid: z.int(),
  endsAt: z.string(),
})
export type Listing = z.output<typeof listing>

const listings = z.object({ items: z.array(listing) })
const listed = z.object({ id: z.string() })
const problem = z.object({ code: z.string() })

/** A start is no time to wait for ever. */
const answerTimeoutMs = 10_000
const visibleLimitMs = 20_000

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

/** The samples alone, newest first. */
async function sampleListings(webUrl: string): Promise<readonly Listing[]> {
  const seller = paddleHolder(samplePeople.alice).id
  const answer = await fetch(`${webUrl}/v1/auctions?seller=${seller}&limit=100`, {
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
  const titles = new Set(sampleLots.map(({ title }) => title))
  const { items } = listings.parse(await jsonOf(answer))
  return items.filter(({ title }) => titles.has(title)).toSorted((one, other) => other.lotNumber - one.lotNumber)
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
  const answer = await fetch(`${webUrl}/v1/auctions`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': `sample-${slug}-after-${after}`,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerTimeoutMs),
  })
  // The times in the body differ, so the key's second use is told as a reuse.
  if (answer.status === 422 && problem.parse(await answer.clone().json()).code === 'idempotency_key_reused') return
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

async function jsonOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 500)}`)
  return JSON.parse(text)
}
