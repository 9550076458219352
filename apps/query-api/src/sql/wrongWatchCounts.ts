import { z } from 'zod'
import type { Queryable } from './queryable.ts'

/** In one go: watches are found by who watches, not by lots. */
const statement = {
  name: 'wrong-watch-counts',
  text: `
    select
      auction_id as id,
      coalesce(kept.watch_count, 0) as count,
      coalesce(watched.count, 0) as watchers,
      coalesce(kept.is_open, false) as "isListed",
      coalesce(lots.status = 'active', false) as "isActive"
    from (select auction_id, count(*)::integer from watches where watching group by auction_id) as watched
    full join watch_counts as kept using (auction_id)
    left join lots on lots.id = auction_id
    where coalesce(kept.watch_count, 0) <> coalesce(watched.count, 0)
      or coalesce(kept.is_open, false) <> coalesce(lots.status = 'active', false)
    limit 10000`,
}

const row = z.object({
  id: z.string(),
  count: z.number(),
  watchers: z.number(),
  isListed: z.boolean(),
  isActive: z.boolean(),
})

/** Of which lots it is kept wrongly how many watch them, or whether they are among the open ones: by their ids, in words. */
export async function wrongWatchCounts(db: Queryable): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.query(statement)
  return new Map(
    rows.map((found) => {
      const { id, count, watchers, isListed, isActive } = row.parse(found)
      const lines: string[] = []
      if (count !== watchers) lines.push(`the lot is counted as watched by ${count}, and ${watchers} watch it`)
      if (isListed !== isActive) {
        lines.push(`the lot is listed as ${isListed ? 'open' : 'not open'}, and is ${isActive ? '' : 'not '}active`)
      }
      return [id, lines]
    }),
  )
}
