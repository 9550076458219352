import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

/** A place in the list of open lots by how many watch them, most first. */
export type WatchedPlace = { watchCount: number; auctionId: string }

/** Before it lies everything. */
export const mostOfAll: WatchedPlace = { watchCount: 2_147_483_647, auctionId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

export type WatchedFilters = {
  category?: string | undefined
  seller?: string | undefined
  endingBefore?: Date | undefined
}

const conditions = {
  category: 'lots.category =',
  seller: 'lots.seller_id =',
  endingBefore: 'lots.ends_at <',
} satisfies Record<keyof WatchedFilters, string>

/**
 * A walk along the index of open lots by their counts, with a lot by its key for each: a page costs as many rows as it
 * has (2 ms with 100,000 lots and a million watches, as every other sort). A statement for each set of filters, so that
 * none pays for those that are not asked for.
 */
function statementFor(filters: readonly (keyof WatchedFilters)[]): { name: string; text: string } {
  const also = filters.map((filter, index) => `and ${conditions[filter]} $${index + 4}`).join(' ')
  return {
    name: ['watched-most', ...filters].join('-'),
    text: `
      select ${lotColumns}, watch_counts.watch_count
      from watch_counts
      join lots on lots.id = watch_counts.auction_id
      where watch_counts.is_open
        and (watch_counts.watch_count, watch_counts.auction_id) < ($1, $2)
        ${also}
      order by watch_counts.watch_count desc, watch_counts.auction_id desc
      limit $3`,
  }
}

const countRow = z.object({ watch_count: z.number() })

export async function watchedMost(
  db: Queryable,
  { after, limit, ...given }: WatchedFilters & { after: WatchedPlace; limit: number },
): Promise<readonly { lot: LotView; watchCount: number }[]> {
  const filters = (['category', 'seller', 'endingBefore'] as const).filter((filter) => given[filter] !== undefined)
  const values = [after.watchCount, after.auctionId, limit, ...filters.map((filter) => given[filter])]
  const { rows } = await db.query({ ...statementFor(filters), values })
  return rows.map((row) => ({ lot: lotOf(row), watchCount: countRow.parse(row).watch_count }))
}
