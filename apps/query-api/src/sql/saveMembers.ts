import type { BlockView, WatchView } from '@gavel/event-contracts'
import type { Queryable } from './queryable.ts'

/**
 * With the watches, how many there are of a lot: in one statement, so the count never says more or less than the table.
 * Counts are written last and in the order of lots, so two instances never wait for each other in a circle.
 */
const watchesStatement = {
  name: 'save-watches',
  text: `
    with saved as (
      insert into watches (user_id, auction_id, version, watching, at)
      select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::boolean[], $5::timestamptz[])
      on conflict (user_id, auction_id) do update set
        version = excluded.version,
        watching = excluded.watching,
        at = excluded.at
      where watches.version < excluded.version
      returning new.auction_id, new.watching::integer - coalesce(old.watching, false)::integer as change
    )
    insert into watch_counts (auction_id, watch_count, is_open)
    select auction_id, sum(change), false
    from saved
    group by auction_id
    having sum(change) <> 0
    order by auction_id
    on conflict (auction_id) do update set watch_count = watch_counts.watch_count + excluded.watch_count`,
}

const blocksStatement = {
  name: 'save-blocks',
  text: `
    insert into blocks (user_id, paddle_number, version, blocked, at)
    select * from unnest($1::uuid[], $2::integer[], $3::integer[], $4::boolean[], $5::timestamptz[])
    on conflict (user_id, paddle_number) do update set
      version = excluded.version,
      blocked = excluded.blocked,
      at = excluded.at
    where blocks.version < excluded.version`,
}

/** Stores what is newer than what is stored. */
export async function saveWatches(db: Queryable, received: readonly WatchView[]): Promise<void> {
  const views = newestBy(received, ({ userId, auctionId }) => `${userId}:${auctionId}`)
  if (views.length === 0) return
  const values = [
    views.map(({ userId }) => userId),
    views.map(({ auctionId }) => auctionId),
    views.map(({ version }) => version),
    views.map(({ watching }) => watching),
    views.map(({ at }) => at),
  ]
  await db.query({ ...watchesStatement, values })
}

/** The same for blocked paddles. */
export async function saveBlocks(db: Queryable, received: readonly BlockView[]): Promise<void> {
  const views = newestBy(received, ({ userId, paddleNumber }) => `${userId}:${paddleNumber}`)
  if (views.length === 0) return
  const values = [
    views.map(({ userId }) => userId),
    views.map(({ paddleNumber }) => paddleNumber),
    views.map(({ version }) => version),
    views.map(({ blocked }) => blocked),
    views.map(({ at }) => at),
  ]
  await db.query({ ...blocksStatement, values })
}

/** One of each key, the newest, in the order of keys: see newestById. */
function newestBy<T extends { version: number }>(views: readonly T[], keyOf: (view: T) => string): readonly T[] {
  const newest = new Map<string, T>()
  for (const view of views) {
    const known = newest.get(keyOf(view))
    if (known === undefined || known.version < view.version) newest.set(keyOf(view), view)
  }
  return [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, view]) => view)
}
