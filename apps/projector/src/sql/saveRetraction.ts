import type { Retraction } from '../auction/foldBatch.ts'
import type { Queryable } from './queryable.ts'

const statement = {
  name: 'save-retraction',
  text: `
    update bid_views set retracted_version = $2
    where auction_id = $1 and id = any($3::uuid[]) and retracted_version is null`,
}

/** Marks entries; a mark once made stays. */
export async function saveRetraction(db: Queryable, { auctionId, version, bidIds }: Retraction): Promise<void> {
  await db.query({ ...statement, values: [auctionId, version, bidIds] })
}
