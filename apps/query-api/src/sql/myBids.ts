import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

/** Where a bidder stands in a lot. `maximum` is his own secret. */
export type MyBid = { lot: LotView; amount: number; maximum: number; at: string }

/** A place in a list of lots by when something happened to them, newest first. */
export type LotPlace = { at: string; auctionId: string }

/** Before it lies everything. */
export const beginning: LotPlace = { at: '9999-12-31T23:59:59.999Z', auctionId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

const statement = {
  name: 'my-bids',
  text: `
    select ${lotColumns}, standings.amount as my_amount, standings.maximum as my_maximum, standings.at as my_at
    from standings
    join lots on lots.id = standings.auction_id
    where standings.bidder_id = $1 and (standings.at, standings.auction_id) < ($2, $3)
    order by standings.at desc, standings.auction_id desc
    limit $4`,
}

const myRow = z
  .object({ my_amount: z.number(), my_maximum: z.number(), my_at: z.date() })
  .transform(({ my_amount: amount, my_maximum: maximum, my_at: at }) => ({ amount, maximum, at: at.toISOString() }))

/** The lots on which a bidder has bids that count, those he bid on last first. */
export async function myBids(
  db: Queryable,
  bidderId: string,
  { before, limit }: { before: LotPlace; limit: number },
): Promise<readonly MyBid[]> {
  const { rows } = await db.query({ ...statement, values: [bidderId, before.at, before.auctionId, limit] })
  return rows.map((row) => ({ lot: lotOf(row), ...myRow.parse(row) }))
}
