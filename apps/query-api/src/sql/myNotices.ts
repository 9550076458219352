import type { LotView } from '@gavel/event-contracts'
import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { LotPlace } from './myBids.ts'
import { type NoticeKind, noticeKinds, noticesOfLot } from './noticesOfLot.ts'
import type { Queryable } from './queryable.ts'

export type NoticePlace = LotPlace & { kind: string }

/** `until`: when what is to be done must be done by, where the lot does not tell. */
export type FoundNotice = { kind: NoticeKind; at: string; until: string | null; lot: LotView }

/** What there is to tell a member at $2, of the lots he bid on, those he watches and those he has sold of late, newest first. */
const statement = {
  name: 'my-notices',
  text: `
    with mine as (
      select auction_id, newest_version, at, true as is_told from standings where bidder_id = $1
      union all
      select auction_id, null, null, true from watches where user_id = $1 and watching
      union all
      select id, null, null, false
      from lots
      where seller_id = $1 and status = 'completed' and ended_at > $2::timestamptz - interval '30 days'
    ), concern as (
      select auction_id, max(newest_version) as newest_version, max(at) as bid_at, bool_or(is_told) as is_told
      from mine
      group by auction_id
    )
    select ${lotColumns}, notice.kind, notice.at as notice_at, notice.until as notice_until
    from concern
    join lots on lots.id = concern.auction_id
    ${noticesOfLot({ userId: '$1', now: '$2', when: 'concern.is_told' })}
    where (notice.at, lots.id, notice.kind) < ($3, $4, $5)
    order by notice.at desc, lots.id desc, notice.kind desc
    limit $6`,
}

const noticeRow = z
  .object({ kind: z.enum(noticeKinds), notice_at: z.date(), notice_until: z.date().nullable() })
  .transform(({ kind, notice_at: at, notice_until: until }) => ({
    kind,
    at: at.toISOString(),
    until: until?.toISOString() ?? null,
  }))

export async function myNotices(
  db: Queryable,
  userId: string,
  { now, before, limit }: { now: Date; before: NoticePlace; limit: number },
): Promise<readonly FoundNotice[]> {
  const values = [userId, now, before.at, before.auctionId, before.kind, limit]
  const { rows } = await db.query({ ...statement, values })
  return rows.map((row) => ({ ...noticeRow.parse(row), lot: lotOf(row) }))
}
