import type pg from 'pg'
import { plain } from '../store/appendValues.ts'

const reviveSql = `
update outbox_events set status = 'NEW'
where id in (
  select id from outbox_events
  where shard = any ($1) and status = 'FAILED' and retry_at <= now()
  order by retry_at
  limit $2
)
returning stream_id
`

const retrySql = `
update outbox_events set status = 'NEW', attempts = 0
where status = 'FAILED' and ($1::bigint is null or id = $1)
`

const listSql = `
select o.id::float8 as id, o.status, o.topic, o.stream_id, o.version, e.type, o.attempts, o.last_error, o.created_at,
  case when o.status = 'FAILED' then o.retry_at end as retry_at
from outbox_events o
join events e on e.stream_id = o.stream_id and e.version = o.version
where o.status = 'FAILED' or (o.status = 'NEW' and o.attempts > 0)
order by o.id
limit $1
`

/** An event that Kafka has refused, or that could not be read. */
export type RefusedRow = {
  id: number
  /** NEW: it will be tried again at once. FAILED: at `retryAt`; what its stream has behind it waits. */
  status: 'NEW' | 'FAILED'
  topic: string
  streamId: string
  version: number
  type: string
  /** How often it was refused. */
  attempts: number
  lastError: string | null
  createdAt: Date
  retryAt: Date | null
}

type Row = {
  id: number
  status: 'NEW' | 'FAILED'
  topic: string
  stream_id: string
  version: number
  type: string
  attempts: number
  last_error: string | null
  created_at: Date
  retry_at: Date | null
}

/** Makes those FAILED rows of some shards NEW again whose time has come, the longest waiting first; answers their keys. */
export async function reviveFailed(
  client: pg.ClientBase,
  shards: readonly number[],
  limit: number,
): Promise<readonly string[]> {
  const values = [plain(shards, (shard) => shard), limit]
  const { rows } = await client.query<{ stream_id: string }>({ name: 'gavel-outbox-revive', text: reviveSql, values })
  return rows.map((row) => row.stream_id)
}

/** FAILED rows, or the one with this id, become NEW as if they had never been tried; their last error stays. Answers how many. */
export async function retryFailedRows(pool: pg.Pool, id?: number): Promise<number> {
  return (await pool.query(retrySql, [id ?? null])).rowCount ?? 0
}

/** The oldest first. */
export async function listRefused(pool: pg.Pool, limit: number): Promise<readonly RefusedRow[]> {
  const { rows } = await pool.query<Row>(listSql, [limit])
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    topic: row.topic,
    streamId: row.stream_id,
    version: row.version,
    type: row.type,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: row.created_at,
    retryAt: row.retry_at,
  }))
}
