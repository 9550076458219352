import type { LotProjection } from '../auction/lotProjection.ts'
import { lotRow, projectionOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

/** Lots with the aliases of the given bidders only: all of a hot lot's would be thousands for each batch. */
const statement = {
  name: 'load-lots',
  text: `
    select lots.*, known.aliases
    from lots
    left join lateral (
      select jsonb_object_agg(bidder_id, alias) as aliases
      from lot_bidders
      where auction_id = lots.id and bidder_id = any($2::uuid[])
    ) as known on true
    where lots.id = any($1::uuid[])`,
}

/** The stored lots by id; those that are not stored are left out. */
export async function loadLots(
  db: Queryable,
  auctionIds: readonly string[],
  bidderIds: readonly string[],
): Promise<ReadonlyMap<string, LotProjection>> {
  const { rows } = await db.query({ ...statement, values: [auctionIds, bidderIds] })
  return new Map(rows.map((row) => projectionOf(lotRow.parse(row))).map((lot) => [lot.view.id, lot]))
}
