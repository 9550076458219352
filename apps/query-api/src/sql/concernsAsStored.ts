import { z } from 'zod'
import { lotColumns, lotOf } from './lotRow.ts'
import type { Concern } from './lotsOfMembers.ts'
import type { FoundNotice } from './myNotices.ts'
import { type NoticeKind, noticeKinds, noticesOfLot } from './noticesOfLot.ts'
import type { Queryable } from './queryable.ts'

/** What a notice is told apart by. */
export type NoticeMark = { kind: NoticeKind; auctionId: string; at: string }

/** What a lot is to a member, all of one moment. */
export type StoredConcern = Concern & {
  /** The lot's. */
  version: number
  /** All its bids up to that version are stored, and every retraction. */
  isWhole: boolean
  /** He has a bid that counts in it, watches it, or sells it. */
  isHis: boolean
  /** The newest word of his on watching it; 0 when there is none. */
  watchVersion: number
  /** What there is to tell him of it now. */
  marks: readonly NoticeMark[]
}

/** `$1`: now; `$2` to `$4`: members, lots and versions, in pairs. One question for all of them, by keys alone. */
const from = `
    from (
      select
        pair.user_id,
        pair.auction_id,
        pair.version,
        standings.newest_version,
        standings.at as bid_at,
        standings.auction_id is not null or coalesce(watches.watching, false) as is_told,
        coalesce(watches.version, 0) as watch_version
      from unnest($2::uuid[], $3::uuid[], $4::integer[]) as pair (user_id, auction_id, version)
      left join standings on standings.bidder_id = pair.user_id and standings.auction_id = pair.auction_id
      left join watches on watches.user_id = pair.user_id and watches.auction_id = pair.auction_id
    ) as concern
    join lots on lots.id = concern.auction_id
    left join bid_progress on bid_progress.auction_id = concern.auction_id
    ${noticesOfLot({ userId: 'concern.user_id', now: '$1::timestamptz', when: 'concern.is_told' })}`

const isWhole = `(
  coalesce(bid_progress.bid_count, 0) >= lots.bid_count
  and coalesce(bid_progress.retracted_count, 0) >= lots.retracted_count
)`

const marks = {
  name: 'concerns-as-stored',
  text: `
    select
      concern.user_id as "userId",
      concern.auction_id as "auctionId",
      lots.version,
      ${isWhole} as "isWhole",
      concern.is_told or lots.seller_id = concern.user_id as "isHis",
      concern.watch_version as "watchVersion",
      notice.kind,
      notice.at
    ${from}`,
}

/** What has moved on since it was looked at, and is not whole, is left for the next time. */
const whole = {
  name: 'notices-as-stored',
  text: `
    select
      ${lotColumns}, concern.user_id as "userId", notice.kind, notice.at as notice_at, notice.until as notice_until
    ${from}
    where notice.kind is not null and (${isWhole} or lots.version = concern.version)`,
}

const concernRow = z.object({
  userId: z.string(),
  auctionId: z.string(),
  version: z.number(),
  isWhole: z.boolean(),
  isHis: z.boolean(),
  watchVersion: z.number(),
  kind: z.enum(noticeKinds).nullable(),
  at: z.date().nullable(),
})

const valuesOf = (now: Date, pairs: readonly (Concern & { version?: number })[]): unknown[] => [
  now,
  pairs.map(({ userId }) => userId),
  pairs.map(({ auctionId }) => auctionId),
  pairs.map(({ version }) => version ?? 0),
]

/** Each pair named once. Those whose lot is not stored are left out. */
export async function concernsAsStored(
  db: Queryable,
  now: Date,
  pairs: readonly Concern[],
): Promise<readonly StoredConcern[]> {
  if (pairs.length === 0) return []
  const { rows } = await db.query({ ...marks, values: valuesOf(now, pairs) })
  const found = new Map<string, StoredConcern & { marks: NoticeMark[] }>()
  for (const row of rows) {
    const { kind, at, ...stored } = concernRow.parse(row)
    const { userId, auctionId } = stored
    const key = `${userId}:${auctionId}`
    const concern = found.get(key) ?? { ...stored, marks: [] }
    found.set(key, concern)
    if (kind !== null && at !== null) concern.marks.push({ kind, auctionId, at: at.toISOString() })
  }
  return [...found.values()]
}

const noticeRow = z.object({
  userId: z.string(),
  kind: z.enum(noticeKinds),
  notice_at: z.date(),
  notice_until: z.date().nullable(),
})

/** The notices of what was looked at before, as a list of notices has them. */
export async function noticesAsStored(
  db: Queryable,
  now: Date,
  pairs: readonly StoredConcern[],
): Promise<readonly (FoundNotice & { userId: string })[]> {
  if (pairs.length === 0) return []
  const { rows } = await db.query({ ...whole, values: valuesOf(now, pairs) })
  return rows.map((row) => {
    const { userId, kind, notice_at: at, notice_until: until } = noticeRow.parse(row)
    return { userId, kind, at: at.toISOString(), until: until?.toISOString() ?? null, lot: lotOf(row) }
  })
}
