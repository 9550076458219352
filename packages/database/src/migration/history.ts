import type { Migration } from './folder.ts'
import { MigrationError } from './migrationError.ts'
import type { AppliedMigration } from './records.ts'

/**
 * What is still to be applied, when what was applied is a beginning of what is in the folder, unchanged.
 * @throws MigrationError when it is not, with all the reasons.
 */
export function pendingMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const inFolder = new Map(migrations.map((migration) => [migration.name, migration]))
  const inDatabase = new Set(applied.map(({ name }) => name))
  const pending = migrations.filter(({ name }) => !inDatabase.has(name))
  const newest = applied.at(-1)?.name ?? ''

  const problems: string[] = []
  for (const { name, checksum, finishedAt } of applied) {
    const migration = inFolder.get(name)
    if (finishedAt === null) problems.push(`${name} was begun by another tool and never finished`)
    else if (migration === undefined) problems.push(`${name} was applied, but is not in the folder`)
    else if (migration.checksum !== checksum) problems.push(`${name} was changed after it was applied`)
  }
  for (const { name } of pending)
    if (name < newest) problems.push(`${name} was not applied, but ${newest}, which comes after it, was`)

  if (problems.length > 0) throw new MigrationError(`the migrations do not fit the database: ${problems.join('; ')}`)
  return pending
}
