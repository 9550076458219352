import type pg from 'pg'

// Along the primary key from its low end, where the old rows are: rows that wait or FAILED are stepped over.
const removeSql = `
with page as materialized (
  select id, status = 'SENT' and sent_at < now() - $3 * interval '1 ms' as old, created_at >= now() - $3 * interval '1 ms' as young
  from outbox_events
  where id > $1
  order by id
  limit $2
), removed as (
  delete from outbox_events o using page where o.id = page.id and page.old returning 1
)
select (select count(*) from removed)::float8 as removed, max(id)::float8 as last_id, coalesce(bool_or(young), true) as finished
from page
`

type Page = { removed: number; last_id: number | null; finished: boolean }

const pageRows = 1_000

/**
 * Removes rows sent more than `retentionMs` ago, a page for each call so that the relay's turns go on in between. The answer
 * is where to go on, undefined when all is done.
 */
export async function removeSent(
  client: pg.ClientBase,
  afterId: number,
  retentionMs: number,
): Promise<{ removed: number; nextAfterId: number | undefined }> {
  const { rows } = await client.query<Page>(removeSql, [afterId, pageRows, retentionMs])
  const [page] = rows
  const nextAfterId = page === undefined || page.finished ? undefined : (page.last_id ?? undefined)
  return { removed: page?.removed ?? 0, nextAfterId }
}
