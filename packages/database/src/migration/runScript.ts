import pg from 'pg'
import { MigrationError } from './migrationError.ts'
import type { MigrationSession } from './session.ts'

const lineOf = (sql: string, position: string | undefined): string =>
  position === undefined ? '' : `:${sql.slice(0, Number(position)).split('\n').length}`

/** Runs a migration's file; a refusal by the server is told with the file and, where it says so, the line. */
export async function runScript(session: MigrationSession, file: string, sql: string): Promise<void> {
  try {
    await session.run(sql)
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError)) throw cause
    throw new MigrationError(`${file}${lineOf(sql, cause.position)}: ${cause.message}`, { cause })
  }
}
