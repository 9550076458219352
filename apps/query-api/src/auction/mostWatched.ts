import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import type { Queryable } from '../sql/queryable.ts'
import { mostOfAll, watchedMost } from '../sql/watchedMost.ts'
import type { ListQuery } from './inputs.ts'

const place = z.strictObject({
  sort: z.literal('most_watched'),
  watchCount: z.int().nonnegative().max(mostOfAll.watchCount),
  auctionId: z.uuid(),
})

/**
 * A page of the lots that are open, those first that most members have on their watch lists. A lot whose count changes
 * between two pages may be on both or on neither.
 *
 * @throws Problem invalid_input when the cursor is of another sort.
 */
export async function mostWatched(
  db: Queryable,
  { limit, cursor, category, seller, endingBefore }: ListQuery,
): Promise<{ items: readonly { lot: LotView; watchCount: number }[]; nextCursor: string | null }> {
  const after = cursor === undefined ? mostOfAll : decodeCursor(place, cursor)
  const found = await watchedMost(db, { after, limit: limit + 1, category, seller, endingBefore })
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  if (last === undefined) return { items, nextCursor: null }
  const { watchCount, lot } = last
  return { items, nextCursor: encodeCursor({ sort: 'most_watched', watchCount, auctionId: lot.id }) }
}
