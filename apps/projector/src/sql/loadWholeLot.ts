import type { LotProjection } from '../auction/lotProjection.ts'
import { lotRow, projectionOf } from './lotRow.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'load-whole-lot',
  text: `
    select
      lots.*,
      (select jsonb_object_agg(bidder_id, alias) from lot_bidders where auction_id = lots.id) as aliases
    from lots
    where id = $1`,
}

/** A lot with the aliases of all its bidders, which may be thousands. */
export async function loadWholeLot(db: Queryable, auctionId: string): Promise<LotProjection | undefined> {
  const { rows } = await db.query({ ...statement, values: [auctionId] })
  return rows.map((row) => projectionOf(lotRow.parse(row)))[0]
}
