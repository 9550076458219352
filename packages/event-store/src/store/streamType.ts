import type pg from 'pg'

const statement = { name: 'gavel-stream-type', text: 'select stream_type from streams where stream_id = $1' }

/** Of which type a stream is; undefined when there is none. */
export async function streamTypeOf(pool: pg.Pool, streamId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ stream_type: string }>({ ...statement, values: [streamId] })
  return rows[0]?.stream_type
}
