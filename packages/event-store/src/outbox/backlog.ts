import type pg from 'pg'
import { shardCount } from '../shard.ts'

export type Backlog = { new: number; failed: number; oldestAgeMs: number }

// The oldest row is the lowest id of some shard: sixteen looks into the index, where min(created_at) would read every row.
const backlogSql = `
select
  (select count(*) from outbox_events where status = 'NEW')::float8 as new,
  (select count(*) from outbox_events where status = 'FAILED')::float8 as failed,
  coalesce((
    select extract(epoch from clock_timestamp() - min(o.created_at)) * 1000
    from generate_series(0, ${shardCount - 1}) as shards (shard)
    cross join lateral (
      select created_at from outbox_events where shard = shards.shard and status = 'NEW' order by id limit 1
    ) as o
  ), 0)::float8 as age_ms
`

/** Of all shards, whoever holds them. */
export async function readBacklog(pool: pg.Pool): Promise<Backlog> {
  const { rows } = await pool.query<{ new: number; failed: number; age_ms: number }>(backlogSql)
  const [row] = rows
  return { new: row?.new ?? 0, failed: row?.failed ?? 0, oldestAgeMs: Math.max(0, row?.age_ms ?? 0) }
}
