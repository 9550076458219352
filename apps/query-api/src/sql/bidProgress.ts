import { z } from 'zod'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'bid-progress',
  text: 'select bid_count, retracted_count from bid_progress where auction_id = $1',
}

const progressRow = z.object({ bid_count: z.number(), retracted_count: z.number() })

/** How many of the lot's bids are stored, and how many of them as retracted. */
export async function bidProgress(db: Queryable, auctionId: string): Promise<{ bids: number; retracted: number }> {
  const { rows } = await db.query({ ...statement, values: [auctionId] })
  if (rows[0] === undefined) return { bids: 0, retracted: 0 }
  const { bid_count: bids, retracted_count: retracted } = progressRow.parse(rows[0])
  return { bids, retracted }
}
