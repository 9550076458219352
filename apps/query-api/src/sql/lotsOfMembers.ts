import { z } from 'zod'
import type { Queryable } from './queryable.ts'

/** A member, and a lot that concerns him. */
export type Concern = { userId: string; auctionId: string }

/** Of each kind the newest: whoever has more of them is told of older ones when they change. */
const statement = {
  name: 'lots-of-members',
  text: `
    select member.user_id as "userId", own.auction_id as "auctionId"
    from unnest($1::uuid[]) as member (user_id)
    cross join lateral (
      (select auction_id from standings where bidder_id = member.user_id order by at desc limit 1000)
      union
      (select auction_id from watches where watches.user_id = member.user_id and watching order by at desc limit 1000)
      union
      (select id from lots where seller_id = member.user_id order by created_at desc limit 1000)
    ) as own`,
}

const concernRow = z.object({ userId: z.string(), auctionId: z.string() })

/** The lots on which these members have bids that count, that they watch, or sell. */
export async function lotsOfMembers(db: Queryable, userIds: readonly string[]): Promise<readonly Concern[]> {
  const { rows } = await db.query({ ...statement, values: [userIds] })
  return rows.map((row) => concernRow.parse(row))
}
