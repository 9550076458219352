import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { LotPlace } from './myBids.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'watched-lots',
  text: `
    select ${lotColumns}, watches.at as watched_at
    from watches
    join lots on lots.id = watches.auction_id
    where watches.user_id = $1 and watches.watching and (watches.at, watches.auction_id) < ($2, $3)
    order by watches.at desc, watches.auction_id desc
    limit $4`,
}

const watchRow = z.object({ watched_at: z.date() })

/** The lots that a member watches, those he began with last first. */
export async function watchedLots(
  db: Queryable,
  userId: string,
  { before, limit }: { before: LotPlace; limit: number },
): Promise<readonly { lot: LotView; watchedAt: string }[]> {
  const { rows } = await db.query({ ...statement, values: [userId, before.at, before.auctionId, limit] })
  return rows.map((row) => ({ lot: lotOf(row), watchedAt: watchRow.parse(row).watched_at.toISOString() }))
}
