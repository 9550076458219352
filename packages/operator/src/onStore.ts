import { createPool } from '@gavel/database'
import type pg from 'pg'

/** Hands out one connection of a service's own role to its own schema, and ends it. */
export async function onStore<T>(
  { url, schema, name, max = 1 }: { url: string; schema: string; name: string; max?: number },
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  const pool = createPool({ connectionString: url, schema, applicationName: `gavel ${name}`, max })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
