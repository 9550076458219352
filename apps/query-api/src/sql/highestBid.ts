import type { BidView, LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { bidOf } from './bidRow.ts'
import type { Queryable } from './queryable.ts'

/**
 * The newest entry that leads is the highest, as long as the price has never fallen: two rows by their keys, however
 * many bids there are. After a retraction the leader is known by name ($2).
 */
const statement = {
  name: 'highest-bid',
  text: `
    select bid.*, bid_progress.bid_count as bids_stored, bid_progress.retracted_count as bids_retracted
    from bid_progress
    left join lateral (
      select *
      from bids
      where bids.auction_id = bid_progress.auction_id
        and bids.retracted_version is null
        and case when $2::uuid is null then bids.leads else bids.bidder_id = $2 end
      order by bids.version desc
      limit 1
    ) as bid on true
    where bid_progress.auction_id = $1`,
}

const storedRow = z.looseObject({ id: z.string().nullable(), bids_stored: z.number(), bids_retracted: z.number() })

/** The highest bid (null when none counts), and how many of the lot's bids are stored, and how many as retracted. */
export async function highestBid(
  db: Queryable,
  { id, leader, price, retractedCount }: LotView,
): Promise<{ bid: BidView | null; stored: number; retracted: number }> {
  const leaderId = retractedCount === 0 ? null : (leader?.id ?? null)
  const { rows } = await db.query({ ...statement, values: [id, leaderId] })
  if (rows[0] === undefined) return { bid: null, stored: 0, retracted: 0 }
  const row = storedRow.parse(rows[0])
  const isLed = row.id !== null && (retractedCount === 0 || leader !== null)
  const bid = isLed ? bidOf(row) : null
  // The price was folded again: what the leader's entry says may be more than he has to pay now.
  const shown = bid === null || retractedCount === 0 ? bid : { ...bid, amount: price }
  return { bid: shown, stored: row.bids_stored, retracted: row.bids_retracted }
}
