import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrationNames, namePattern } from './folder.ts'
import { MigrationError } from './migrationError.ts'

const timestampOf = (now: Date): string => now.toISOString().replaceAll(/\D/g, '').slice(0, 14)

const upHeader = (words: string): string => `-- ${words}
--
-- Runs once, in one transaction, in the schema of the service (search_path): name no schema, begin no transaction.
-- Once it is applied anywhere it is not to be changed: write another one.
`

const downHeader = (words: string): string => `-- Takes back: ${words}
--
-- Leaves the schema as it was before migration.sql. Runs in one transaction.
`

/**
 * Makes `<directory>/<yyyymmddhhmmss>_<name>/` with a migration.sql and a down.sql to fill in; gives its path.
 * @throws MigrationError when `name` is not lower-case words joined by _, or a newer migration is there already.
 */
export async function newMigration(directory: string, name: string, now: Date): Promise<string> {
  const folder = `${timestampOf(now)}_${name}`
  if (!namePattern.test(folder)) throw new MigrationError(`not a name for a migration: ${name} (lower_case_words)`)
  await mkdir(directory, { recursive: true })
  const newest = (await migrationNames(directory)).at(-1) ?? ''
  if (folder <= newest) throw new MigrationError(`${folder} would not come after ${newest}`)
  const path = join(directory, folder)
  const words = name.replaceAll('_', ' ')
  await mkdir(path)
  await writeFile(join(path, 'migration.sql'), upHeader(words))
  await writeFile(join(path, 'down.sql'), downHeader(words))
  return path
}
