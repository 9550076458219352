import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationError } from './migrationError.ts'
import { assertRunsInTransaction } from './statements.ts'

export type Migration = { name: string; sql: string; downSql: string; checksum: string }

export const namePattern = /^\d{14}_[a-z][a-z0-9_]*$/

async function textOf(directory: string, name: string, file: string): Promise<string> {
  try {
    return await readFile(join(directory, name, file), 'utf8')
  } catch (cause) {
    throw new MigrationError(`migration ${name} has no readable ${file}`, { cause })
  }
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  if (!namePattern.test(name)) throw new MigrationError(`not a name for a migration: ${name} (yyyymmddhhmmss_words)`)
  const sql = await textOf(directory, name, 'migration.sql')
  const downSql = await textOf(directory, name, 'down.sql')
  assertRunsInTransaction(`${name}/migration.sql`, sql)
  assertRunsInTransaction(`${name}/down.sql`, downSql)
  return { name, sql, downSql, checksum: createHash('sha256').update(sql).digest('hex') }
}

/** The names in the order they are applied in. Files beside the folders (Prisma's migration_lock.toml) are none of them. */
export async function migrationNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = await migrationNames(directory)
  return Promise.all(names.map((name) => readMigration(directory, name)))
}
