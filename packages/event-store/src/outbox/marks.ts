import type pg from 'pg'
import { plain } from '../store/appendValues.ts'
import type { OutboxRecord } from './types.ts'

const sentSql = `
update outbox_events set status = 'SENT', sent_at = now() where id = any ($1::bigint[]) and status = 'NEW'
`

const refusedSql = `
update outbox_events
set attempts = attempts + 1, last_error = $2, status = case when attempts + 1 >= $3 then 'FAILED' else status end
where id = $1 and status = 'NEW'
returning status
`

const retrySql = `update outbox_events set status = 'NEW', attempts = 0 where status = 'FAILED'`

export async function markSent(client: pg.ClientBase, records: readonly OutboxRecord[]): Promise<void> {
  const values = [plain(records, (record) => record.outboxId)]
  await client.query({ name: 'gavel-outbox-sent', text: sentSql, values })
}

/** Counts a permanent failure; answers whether the row is FAILED now. */
export async function markRefused(
  client: pg.ClientBase,
  record: OutboxRecord,
  error: string,
  maxAttempts: number,
): Promise<boolean> {
  const values = [record.outboxId, error.slice(0, 1_000), maxAttempts]
  const { rows } = await client.query<{ status: string }>(refusedSql, values)
  return rows[0]?.status === 'FAILED'
}

/** All FAILED rows become NEW; their last error stays to be read. Answers how many. */
export async function retryFailedRows(pool: pg.Pool): Promise<number> {
  return (await pool.query(retrySql)).rowCount ?? 0
}
