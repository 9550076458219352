import pg from 'pg'
import { withClient } from './client.ts'

/** Drops the database and ends whatever is connected to it. */
export async function dropDatabase(postgresUrl: string, name: string): Promise<void> {
  await withClient(postgresUrl, (cluster) =>
    cluster.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  )
}
