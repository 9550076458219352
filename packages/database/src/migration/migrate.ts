import type pg from 'pg'
import { type DatabaseLogger, silentLogger } from '../logger.ts'
import { readMigrations } from './folder.ts'
import { pendingMigrations } from './history.ts'
import { appliedMigrations, createRecords, recordApplied } from './records.ts'
import { runScript } from './runScript.ts'
import { inTransaction, lockTimeoutMs, withMigrationLock } from './session.ts'

export type MigrateOptions = {
  /** Holds a folder for each migration: `<yyyymmddhhmmss>_<name>/{migration.sql,down.sql}`. */
  directory: string
  logger?: DatabaseLogger
  /** How long to wait for another instance that migrates (60 s). */
  lockTimeoutMs?: number
}

/**
 * Applies to the pool's schema what the folder has and the schema has not, in the order of the names, each in one
 * transaction with its record in _prisma_migrations. Instances that start at once take turns. Gives the names applied.
 * @throws MigrationError when an applied one was changed or is missing, one is out of order, or one fails; those
 * before it stay applied.
 */
export async function migrate(pool: pg.Pool, options: MigrateOptions): Promise<readonly string[]> {
  const { directory, logger = silentLogger } = options
  const migrations = await readMigrations(directory)
  return withMigrationLock(pool, options.lockTimeoutMs ?? lockTimeoutMs, async (session) => {
    await createRecords(session.client)
    const pending = pendingMigrations(migrations, await appliedMigrations(session.client))
    for (const migration of pending) {
      await inTransaction(session, async () => {
        await runScript(session, `${migration.name}/migration.sql`, migration.sql)
        await recordApplied(session.client, migration)
      })
      logger.info({ migration: migration.name }, 'migration applied')
    }
    return pending.map(({ name }) => name)
  })
}
