import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { fromCanonical } from '../canonical.ts'
import type { SearchChange } from '../searchDocument.ts'
import type { SearchQuery } from '../searchQuery.ts'
import { isTouchedBy } from '../touches.ts'
import { bucketNamed, bucketNamesOf, leaseKey, valueKey } from './keys.ts'

/** Reading a search costs more than deciding about it, and the same ones are looked at with each bid. */
const rememberedMax = 20_000

/** Drops the cached searches, and those being found, that changes can make wrong, and no others. */
export function createInvalidation(redis: Redis) {
  const known = new LRUCache<string, SearchQuery>({ max: rememberedMax })

  function queryOf(search: string): SearchQuery {
    const query = known.get(search) ?? fromCanonical(search)
    known.set(search, query)
    return query
  }

  async function drop(name: string, changes: readonly SearchChange[]): Promise<void> {
    const { byPrice, byEnd } = bucketNamed(name)
    const highest = Math.max(...changes.map(({ before, after }) => Math.max(before?.price ?? 0, after.price)))
    const searches = await redis.zrangebyscore(byPrice, '-inf', highest)
    const touched = searches.filter((search) => {
      const query = queryOf(search)
      return changes.some((change) => isTouchedBy(query, change))
    })
    if (touched.length === 0) return
    // Together: whoever takes a lease in between must not be left without his place in the index.
    await redis
      .multi()
      .unlink(...touched.flatMap((search) => [valueKey(search), leaseKey(search)]))
      .zrem(byPrice, ...touched)
      .zrem(byEnd, ...touched)
      .exec()
  }

  return async (changes: readonly SearchChange[]): Promise<void> => {
    const byBucket = new Map<string, SearchChange[]>()
    for (const change of changes) {
      const { before, after } = change
      const names = new Set([...bucketNamesOf(after), ...(before === null ? [] : bucketNamesOf(before))])
      for (const name of names) byBucket.set(name, [...(byBucket.get(name) ?? []), change])
    }
    await Promise.all(Array.from(byBucket, ([name, touching]) => drop(name, touching)))
  }
}
