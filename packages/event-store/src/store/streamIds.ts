import type pg from 'pg'

/** By the primary key: the few streams of other types that lie between are passed over as they are met. */
const pageSql = `
select stream_id
from streams
where stream_id > $1 and stream_type = $2
order by stream_id
limit $3
`

const beforeAllIds = '00000000-0000-0000-0000-000000000000'

/** Every stream of a type, in the order of ids, a page at a time; one that begins meanwhile may be in it or not. */
export async function* streamIdPages(pool: pg.Pool, streamType: string, pageSize = 500): AsyncGenerator<string[]> {
  for (let after = beforeAllIds; ; ) {
    const { rows } = await pool.query<{ stream_id: string }>({
      name: 'gavel-stream-ids',
      text: pageSql,
      values: [after, streamType, pageSize],
    })
    const ids = rows.map((row) => row.stream_id)
    const last = ids.at(-1)
    if (last === undefined) return
    yield ids
    after = last
  }
}
