import pg from 'pg'

/** Resolves with the data directory once `select` is answered. */
export async function probePostgres(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 3_000 })
  // A connection that breaks while idle would otherwise end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    const answer = await client.query<{ directory: string }>(`select current_setting('data_directory') as directory`)
    return answer.rows[0]?.directory ?? ''
  } finally {
    await client.end().catch(() => {})
  }
}
