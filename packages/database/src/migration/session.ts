import pg from 'pg'
import { z } from 'zod'
import { MigrationError } from './migrationError.ts'

/** How long to wait for another instance that is migrating the same schema. */
export const lockTimeoutMs = 60_000
/** A migration of a large table takes longer than the queries of every day. */
const statementTimeoutMs = 600_000

// The first key is the one Prisma's own tool locks with; the second lets services that share a database not wait for
// each other.
const takeLock = 'select pg_advisory_lock(72707369, hashtext(current_schema()))'

const currentSchema = z.array(z.object({ schema: z.string().nullable() })).length(1)

export type MigrationSession = {
  /** One or more statements, with the time limits of a migration and not those of the pool. */
  run(text: string): Promise<void>
  client: pg.PoolClient
}

/**
 * Runs `work` on a connection that holds the advisory lock of the current schema, so that of several instances that
 * start at once one migrates and the others find it done.
 */
export async function withMigrationLock<T>(
  pool: pg.Pool,
  limitMs: number,
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const run = async (text: string): Promise<void> => {
    const query = { text, query_timeout: statementTimeoutMs + 5_000 }
    await client.query(query)
  }
  try {
    const [row] = currentSchema.parse((await client.query('select current_schema() as schema')).rows)
    if (row === undefined || row.schema === null)
      throw new MigrationError('the schema of this pool does not exist, or its role may not use it')
    await client.query(`set statement_timeout = ${statementTimeoutMs}; set lock_timeout = ${limitMs}`)
    await lock(run, row.schema, limitMs)
    return await work({ run, client })
  } finally {
    // Closed, not given back: its settings and the lock go with it, whatever state it is in.
    client.release(true)
  }
}

async function lock(run: (text: string) => Promise<void>, schema: string, limitMs: number): Promise<void> {
  try {
    await run(takeLock)
  } catch (cause) {
    const late = cause instanceof pg.DatabaseError && cause.code === '55P03'
    if (!late) throw cause
    throw new MigrationError(`another instance has been migrating schema ${schema} for ${limitMs} ms`, { cause })
  }
}

/** All of it, or, when it rejects, nothing of it. */
export async function inTransaction(session: MigrationSession, work: () => Promise<void>): Promise<void> {
  await session.run('begin')
  try {
    await work()
    await session.run('commit')
  } catch (error) {
    // A broken connection can not roll back, and need not: the server does.
    await session.run('rollback').catch(() => {})
    throw error
  }
}
