import type pg from 'pg'
import type { StoredClaim } from '../event.ts'

const claimSql = 'select name, stream_id, version, data, created_at from claims where name = $1'
const takenSql = 'select name from claims where name = any($1::text[]) order by name limit 1'
const removeSql = `
delete from claims where name in (
  select name from claims
  where split_part(name, ':', 1) = $1 and created_at < $2
  order by created_at
  limit $3
  for update skip locked
)
`

type ClaimRow = { name: string; stream_id: string; version: number; data: unknown; created_at: Date }

export async function findClaim(pool: pg.Pool, name: string): Promise<StoredClaim | undefined> {
  const { rows } = await pool.query<ClaimRow>({ name: 'gavel-claim', text: claimSql, values: [name] })
  const [row] = rows
  if (row === undefined) return undefined
  return { name: row.name, streamId: row.stream_id, version: row.version, data: row.data, createdAt: row.created_at }
}

export async function findTaken(pool: pg.Pool, names: readonly string[]): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(takenSql, [names])
  return rows[0]?.name
}

const removalBatch = 1_000

/** Removes the claims of one kind ('bid' for 'bid:…') taken before `olderThan`, in small transactions; answers how many. */
export async function removeClaims(pool: pg.Pool, kind: string, olderThan: Date): Promise<number> {
  if (kind.includes(':')) throw new TypeError(`A kind of claim is what stands before the colon: ${kind}`)
  for (let removed = 0; ; ) {
    const { rowCount } = await pool.query(removeSql, [kind, olderThan, removalBatch])
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < removalBatch) return removed
  }
}
