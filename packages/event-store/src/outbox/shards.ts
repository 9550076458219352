import type pg from 'pg'
import { shardCount } from '../shard.ts'
import { plain } from '../store/appendValues.ts'

// Advisory locks are the database's, not the schema's: the schema's name is in the first half of the key.
const space = `hashtext('gavel.outbox:' || current_schema())`
const presence = 1_000_000

const attendSql = `select pg_advisory_lock_shared(${space}, ${presence})`
const liveSql = `
select count(*)::int as live
from pg_locks
where locktype = 'advisory' and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database())
  and classid = (${space}::bigint & 4294967295)::oid and objid = ${presence}
`
// One shard after another, until enough are had: the limit stops the scan, and with it the locking.
const takeSql = `
select shard from unnest($1::int[]) as free (shard) where pg_try_advisory_lock(${space}, shard) limit $2
`
const giveSql = `select pg_advisory_unlock(${space}, shard) from unnest($1::int[]) as surplus (shard)`

export type Holding = { shards: readonly number[]; live: number }

/** Makes this session count among the live ones. Its locks go with the connection, however that ends. */
export async function attend(client: pg.ClientBase): Promise<void> {
  await client.query(attendSql)
}

/** Before the connection is closed in peace: its backend ends a moment later, and others need not wait for that. */
export async function leave(client: pg.ClientBase): Promise<void> {
  await client.query('select pg_advisory_unlock_all()')
}

/** Gives up what is above a fair share of the shards, takes what is free below it. To be called between batches. */
export async function rebalance(client: pg.ClientBase, held: readonly number[]): Promise<Holding> {
  const counted = await client.query<{ live: number }>(liveSql)
  const live = Math.max(1, counted.rows[0]?.live ?? 1)
  const share = Math.ceil(shardCount / live)
  if (held.length > share) {
    const surplus = held.slice(share)
    await client.query(giveSql, [plain(surplus, (shard) => shard)])
    return { shards: held.slice(0, share), live }
  }
  if (held.length === share) return { shards: held, live }
  const others = Array.from({ length: shardCount }, (_, shard) => shard).filter((shard) => !held.includes(shard))
  const taken = await client.query<{ shard: number }>(takeSql, [
    plain(shuffled(others), (shard) => shard),
    share - held.length,
  ])
  return { shards: [...held, ...taken.rows.map((row) => row.shard)], live }
}

// Two that start together do not fight for the same ones.
function shuffled(shards: readonly number[]): readonly number[] {
  return shards
    .map((shard) => ({ shard, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ shard }) => shard)
}
