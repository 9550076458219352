import type { LotProjection } from '../auction/lotProjection.ts'
import { lotRow, projectionOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

/** Lots with the aliases of those only who are asked for: all of a hot lot's would be thousands for each batch. */
const statement = {
  name: 'load-lots',
  text: `
    select lots.*, known.aliases
    from lots
    left join (
      select auction_id, jsonb_object_agg(bidder_id, alias) as aliases
      from unnest($2::uuid[], $3::uuid[]) as asked (auction_id, bidder_id)
      join lot_bidders using (auction_id, bidder_id)
      group by auction_id
    ) as known on known.auction_id = lots.id
    where lots.id = any($1::uuid[])`,
}

/** Somebody who may have an alias in a lot. */
export type AskedBidder = { auctionId: string; bidderId: string }

/** The stored lots by id, with the aliases of `bidders`; those that are not stored are left out. */
export async function loadLots(
  db: Queryable,
  auctionIds: readonly string[],
  bidders: readonly AskedBidder[] = [],
): Promise<ReadonlyMap<string, LotProjection>> {
  const values = [auctionIds, bidders.map(({ auctionId }) => auctionId), bidders.map(({ bidderId }) => bidderId)]
  const { rows } = await db.query({ ...statement, values })
  return new Map(rows.map((row) => projectionOf(lotRow.parse(row))).map((lot) => [lot.view.id, lot]))
}
