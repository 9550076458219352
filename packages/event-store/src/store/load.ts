import type pg from 'pg'
import type { RecordedEvent } from '../event.ts'

const loadSql = `
select version, event_id, type, schema_version, occurred_at, data, metadata
from events
where stream_id = $1 and version > $2
order by version
limit $3
`

type EventRow = {
  version: number
  event_id: string
  type: string
  schema_version: number
  occurred_at: Date
  data: unknown
  metadata: Record<string, unknown>
}

const pageSize = 1_000

/** The events after a version, in order, a page at a time: a long stream is never one huge answer. */
export async function* eventPages(
  source: pg.Pool | pg.ClientBase,
  streamId: string,
  afterVersion: number,
): AsyncGenerator<readonly RecordedEvent[]> {
  for (let after = afterVersion; ; ) {
    const { rows } = await source.query<EventRow>({
      name: 'gavel-load',
      text: loadSql,
      values: [streamId, after, pageSize],
    })
    if (rows.length > 0) yield rows.map((row) => recorded(streamId, row))
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.version
  }
}

/** All of them. */
export async function loadEvents(
  source: pg.Pool | pg.ClientBase,
  streamId: string,
  afterVersion: number,
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const page of eventPages(source, streamId, afterVersion)) events.push(...page)
  return events
}

function recorded(streamId: string, row: EventRow): RecordedEvent {
  return {
    streamId,
    version: row.version,
    id: row.event_id,
    type: row.type,
    schemaVersion: row.schema_version,
    occurredAt: row.occurred_at.toISOString(),
    data: row.data,
    metadata: row.metadata,
  }
}
