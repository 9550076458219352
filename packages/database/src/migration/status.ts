import type pg from 'pg'
import { readMigrations } from './folder.ts'
import { appliedMigrations } from './records.ts'

/** `checksumOk` is false of one that was changed after it was applied, and of one that is no longer in the folder. */
export type MigrationState = { name: string; appliedAt?: Date; checksumOk: boolean }

/** Every migration of the folder and of the database, by name. Changes nothing. */
export async function migrationStatus(
  pool: pg.Pool,
  options: { directory: string },
): Promise<readonly MigrationState[]> {
  const checksums = new Map((await readMigrations(options.directory)).map(({ name, checksum }) => [name, checksum]))
  const applied = new Map((await appliedMigrations(pool)).map((record) => [record.name, record]))
  return [...new Set([...checksums.keys(), ...applied.keys()])].sort().map((name) => {
    const record = applied.get(name)
    const checksumOk = record === undefined || record.checksum === checksums.get(name)
    return record?.finishedAt ? { name, appliedAt: record.finishedAt, checksumOk } : { name, checksumOk }
  })
}
