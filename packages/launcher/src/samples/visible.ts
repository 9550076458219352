import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { answerTimeoutMs, jsonOf } from './request.ts'

const visibleLimitMs = 20_000
const pagesMax = 100

/** So that what is printed next can be read. @throws Error when it still can not after 20 s. */
export async function untilVisible(url: string): Promise<void> {
  const deadlineMs = performance.now() + visibleLimitMs
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) })
    await answer.body?.cancel()
    if (answer.status === 200) return
    if (performance.now() > deadlineMs) throw new Error(`${url} is written, but not readable after 20 s`)
    await sleep(50)
  }
}

/**
 * The items of a list that `isWanted`, in its order: of its first 10,000.
 * @throws Error with the answer when it is a refusal
 */
export async function listed<Item>(
  listUrl: URL,
  { item, isWanted }: { item: z.ZodType<Item>; isWanted: (item: Item) => boolean },
): Promise<readonly Item[]> {
  const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() })
  const found: Item[] = []
  const url = new URL(listUrl)
  url.searchParams.set('limit', '100')
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) })
    const { items, nextCursor } = page.parse(await jsonOf(answer))
    found.push(...items.filter(isWanted))
    if (nextCursor === null) break
    url.searchParams.set('cursor', nextCursor)
  }
  return found
}
