import type pg from 'pg'
import { plain } from '../store/appendValues.ts'
import type { OutboxRecord, RelayLimits } from './types.ts'

const sentSql = `
update outbox_events set status = 'SENT', sent_at = now() where id = any ($1::bigint[]) and status = 'NEW'
`

// The wait doubles with each refusal after the one that made the row FAILED, up to the cap; half of it is jitter.
const refusedSql = `
update outbox_events
set attempts = attempts + 1,
  last_error = $2,
  status = case when attempts + 1 >= $3 then 'FAILED' else status end,
  retry_at = case when attempts + 1 >= $3
    then now() + interval '1 ms' * least($5, $4 * power(2, least(attempts + 1 - $3, 30))) * (0.5 + random() / 2) end
where id = $1 and status = 'NEW'
returning status
`

export async function markSent(client: pg.ClientBase, records: readonly OutboxRecord[]): Promise<void> {
  const values = [plain(records, (record) => record.outboxId)]
  await client.query({ name: 'gavel-outbox-sent', text: sentSql, values })
}

/** Counts a permanent failure; answers whether the row is FAILED now. */
export async function markRefused(
  client: pg.ClientBase,
  record: OutboxRecord,
  error: string,
  { maxAttempts, retryBaseMs, retryCapMs }: Pick<RelayLimits, 'maxAttempts' | 'retryBaseMs' | 'retryCapMs'>,
): Promise<boolean> {
  const values = [record.outboxId, error.slice(0, 1_000), maxAttempts, retryBaseMs, retryCapMs]
  const { rows } = await client.query<{ status: string }>(refusedSql, values)
  return rows[0]?.status === 'FAILED'
}
