import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from '@gavel/database'
import { createScope } from '@gavel/local-stack'
import type pg from 'pg'

export type TestDatabase = {
  pool: pg.Pool
  /** Another instance's pool on the same database. */
  anotherPool(options?: { max?: number; applicationName?: string }): pg.Pool
  drop(): Promise<void>
}

/** A database of its own with the shipped tables, as the role and in the schema that command-api has. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const scope = await createScope()
  const pools: pg.Pool[] = []
  const anotherPool = ({ max = 8, applicationName = 'event-store-test' } = {}) => {
    const pool = createPool({ connectionString: scope.databaseUrl('command'), schema: 'command', applicationName, max })
    pools.push(pool)
    return pool
  }
  const pool = anotherPool()
  for (const script of ['event-store', 'outbox-retry']) {
    await pool.query(await readFile(new URL(`../sql/${script}.sql`, import.meta.url), 'utf8'))
  }
  return {
    pool,
    anotherPool,
    async drop() {
      await Promise.all(pools.map((each) => each.end()))
      await scope.drop()
    },
  }
}

/** Waits for a condition, never for a time. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> {
  const endsAtMs = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > endsAtMs) throw new Error(`Not so within ${limitMs} ms: ${condition}`)
    await sleep(5)
  }
}

type Row = { stream_id: string; version: number; data: { command: string } }

export async function allEvents(pool: pg.Pool): Promise<readonly Row[]> {
  return (await pool.query<Row>('select stream_id, version, data from events order by stream_id, version')).rows
}

export async function count(pool: pg.Pool, table: string, condition = 'true'): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${table} where ${condition}`)
  return rows[0]?.n ?? 0
}

/** Ends the backends of a pool that are running an append now; answers how many. */
export async function killAppending(pool: pg.Pool, applicationName: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
     where application_name = $1 and datname = current_database() and state = 'active' and query like '%set_config(''lock_timeout''%' and pid <> pg_backend_pid()`,
    [applicationName],
  )
  return rows[0]?.n ?? 0
}

/** Sessions of this database that wait for a lock. */
export async function waitingForLock(pool: pg.Pool): Promise<number> {
  return count(pool, 'pg_stat_activity', `wait_event_type = 'Lock' and datname = current_database()`)
}
