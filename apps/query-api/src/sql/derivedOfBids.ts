import { z } from 'zod'
import type { Queryable } from './queryable.ts'

/** By keys alone: a lot's bids, and of each who has bid where he is said to stand. */
const statement = {
  name: 'derived-of-bids',
  text: `
    with own as (
      select bidder_id, amount, maximum, version, at, retracted_version from bids where auction_id = $1
    ), counted as (
      select count(*)::integer as bids, coalesce(max(version), 0) as newest, count(retracted_version)::integer as retracted
      from own
    ), newest as (
      select distinct on (bidder_id) bidder_id, amount, maximum, version, at
      from own
      where retracted_version is null
      order by bidder_id, version desc
    ), standing as (
      select
        bidder.bidder_id as "bidderId",
        json_build_array(stored.amount, stored.maximum, stored.newest_version) as stored,
        json_build_array(newest.amount, newest.maximum, newest.version) as derived
      from (select distinct bidder_id from own) as bidder
      left join newest using (bidder_id)
      left join standings as stored on stored.bidder_id = bidder.bidder_id and stored.auction_id = $1
      where (stored.amount, stored.maximum, stored.newest_version, stored.at)
        is distinct from (newest.amount, newest.maximum, newest.version, newest.at)
      order by 1
      limit 5
    )
    select
      json_build_array(coalesce(bid_count, 0), coalesce(newest_version, 0), coalesce(retracted_count, 0)) as stored,
      json_build_array(bids, newest, retracted) as derived,
      (select coalesce(json_agg(standing), '[]') from standing) as standings
    from counted
    left join bid_progress on bid_progress.auction_id = $1`,
}

const three = z.tuple([z.number().nullable(), z.number().nullable(), z.number().nullable()])
const pair = z.object({ stored: three, derived: three })
const row = pair.extend({ standings: z.array(pair.extend({ bidderId: z.string() })) })

/** What is kept of a lot's bids beside them, and does not follow from them, in words. */
export async function derivedOfBids(db: Queryable, auctionId: string): Promise<readonly string[]> {
  const { rows } = await db.query({ ...statement, values: [auctionId] })
  return rows.flatMap((found) => {
    const { stored, derived, standings } = row.parse(found)
    const lines = standings.map(({ bidderId, stored: at, derived: by }) => {
      const is = at[0] === null ? 'nowhere' : `at ${at[0]} (maximum ${at[1]}, version ${at[2]})`
      const should = by[0] === null ? 'that none counts' : `${by[0]} (${by[1]}, ${by[2]})`
      return `bidder ${bidderId} stands ${is}, and his bids say ${should}`
    })
    const isCounted = stored.every((count, index) => count === derived[index])
    if (isCounted) return lines
    const counts = `bids are counted as ${stored[0]} (up to version ${stored[1]}, ${stored[2]} retracted)`
    return [`${counts}, and there are ${derived[0]} (${derived[1]}, ${derived[2]})`, ...lines]
  })
}
