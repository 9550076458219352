import type pg from 'pg'
import { silentLogger } from '../logger.ts'
import { readMigrations } from './folder.ts'
import { pendingMigrations } from './history.ts'
import type { MigrateOptions } from './migrate.ts'
import { appliedMigrations, forgetApplied } from './records.ts'
import { runScript } from './runScript.ts'
import { inTransaction, lockTimeoutMs, withMigrationLock } from './session.ts'

/**
 * Takes back the newest migration by its down.sql, in one transaction with the removal of its record. Gives its name;
 * undefined when there is none.
 * @throws MigrationError for the reasons of `migrate`; then nothing was taken back.
 */
export async function revert(pool: pg.Pool, options: MigrateOptions): Promise<string | undefined> {
  const { directory, logger = silentLogger } = options
  const migrations = await readMigrations(directory)
  return withMigrationLock(pool, options.lockTimeoutMs ?? lockTimeoutMs, async (session) => {
    const applied = await appliedMigrations(session.client)
    pendingMigrations(migrations, applied)
    const newest = applied.at(-1)?.name
    const migration = migrations.find(({ name }) => name === newest)
    if (migration === undefined) return undefined
    await inTransaction(session, async () => {
      await runScript(session, `${migration.name}/down.sql`, migration.downSql)
      await forgetApplied(session.client, migration.name)
    })
    logger.info({ migration: migration.name }, 'migration reverted')
    return migration.name
  })
}
