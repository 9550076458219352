import type pg from 'pg'
import { plain } from '../store/appendValues.ts'
import type { OutboxRecord, RelayLimits } from './types.ts'

const columns = `
  o.id::float8 as id, o.topic, e.stream_id, e.version, e.event_id, e.type, e.schema_version, e.occurred_at, e.data::text as data, e.metadata`

/**
 * The oldest unsent rows of some shards, a range of the partial index for each. Left out: keys that wait behind a FAILED row,
 * and keys that are being tried separately ($2). Rows of a key come without a gap: it is the lowest ids that are taken, within
 * a shard and then of all, and within a key the order of ids is the order of commits.
 */
const nextSql = `
with failed as materialized (
  select coalesce(array_agg(distinct stream_id), '{}') as keys from outbox_events where shard = any ($1) and status = 'FAILED'
), oldest as materialized (
  select o.*
  from failed, unnest($1::smallint[]) as held (shard)
  cross join lateral (
    select id, topic, stream_id, version
    from outbox_events
    where shard = held.shard and status = 'NEW' and stream_id <> all ($2::uuid[]) and stream_id <> all (failed.keys)
    order by id
    limit $3
  ) as o
  order by o.id
  limit $4
), measured as (
  select ${columns}, sum(pg_column_size(e.data)) over (order by o.id) - pg_column_size(e.data) as bytes_before
  from oldest o
  cross join lateral (select * from events where stream_id = o.stream_id and version = o.version offset 0) as e
)
select * from measured where bytes_before < $5 order by id
`

const keySql = `
select ${columns}
from outbox_events o
join events e on e.stream_id = o.stream_id and e.version = o.version
where o.shard = $1 and o.status = 'NEW' and o.stream_id = $2
  and not exists (select from outbox_events f where f.shard = $1 and f.status = 'FAILED' and f.stream_id = $2)
order by o.id
limit $3
`

type Row = {
  id: number
  topic: string
  stream_id: string
  version: number
  event_id: string
  type: string
  schema_version: number
  occurred_at: Date
  data: string
  metadata: Record<string, unknown>
}

export async function nextRows(
  client: pg.ClientBase,
  shards: readonly number[],
  keysLeftOut: readonly string[],
  limits: RelayLimits,
): Promise<readonly OutboxRecord[]> {
  const values = [
    plain(shards, (shard) => shard),
    plain(keysLeftOut, (key) => key),
    limits.batchRowsPerShard,
    limits.batchRows,
    limits.batchBytes,
  ]
  const { rows } = await client.query<Row>({ name: 'gavel-outbox-next', text: nextSql, values })
  return rows.map(record)
}

export async function rowsOfKey(
  client: pg.ClientBase,
  shard: number,
  key: string,
  limit: number,
): Promise<readonly OutboxRecord[]> {
  const { rows } = await client.query<Row>({ name: 'gavel-outbox-key', text: keySql, values: [shard, key, limit] })
  return rows.map(record)
}

function record(row: Row): OutboxRecord {
  return {
    outboxId: row.id,
    topic: row.topic,
    streamId: row.stream_id,
    version: row.version,
    eventId: row.event_id,
    type: row.type,
    schemaVersion: row.schema_version,
    occurredAt: row.occurred_at.toISOString(),
    dataJson: row.data,
    metadata: row.metadata,
  }
}
