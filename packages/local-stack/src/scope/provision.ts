import pg from 'pg'
import type { StackAddresses } from '../settings/addresses.ts'
import { withClient } from './client.ts'
import { roleName, type ServiceRole, serviceRoles } from './roles.ts'

/** One at a time in the whole cluster: roles and databases are the cluster's, and neither knows `if not exists`. */
const provisioningLock = 'select pg_advisory_lock(4726118301)'

/** Makes the database, the roles and their schemas as far as they are missing. Safe to call from many processes. */
export async function provision(scope: {
  addresses: StackAddresses
  databaseName: string
  adminDatabaseUrl: string
}): Promise<void> {
  await withClient(scope.addresses.postgresUrl, async (cluster) => {
    // Held by the session: it goes with the connection, also when we are killed.
    await cluster.query(provisioningLock)
    await createRoles(cluster)
    await createDatabase(cluster, scope.databaseName)
    await withClient(scope.adminDatabaseUrl, (database) => database.query(schemaStatements(scope.databaseName)))
  })
}

async function createRoles(cluster: pg.Client): Promise<void> {
  const found = await cluster.query<{ name: string }>('select rolname as name from pg_roles')
  const names = new Set(found.rows.map((row) => row.name))
  for (const name of serviceRoles.map(roleName)) {
    if (names.has(name)) continue
    await cluster.query(`create role ${quote(name)} login noinherit password ${pg.escapeLiteral(name)}`)
  }
}

async function createDatabase(cluster: pg.Client, name: string): Promise<void> {
  const found = await cluster.query('select from pg_database where datname = $1', [name])
  // template1 cannot be copied while anybody is connected to it; nobody can connect to template0.
  if (found.rowCount === 0) await cluster.query(`create database ${quote(name)} template template0`)
}

/** Sent as one query, so that it is one transaction. */
function schemaStatements(databaseName: string): string {
  const database = quote(databaseName)
  const ofRole = serviceRoles.map((schema) => {
    const role = quote(roleName(schema))
    return `
      grant connect on database ${database} to ${role};
      create schema if not exists ${quote(schema)} authorization ${role};
      ${isRebuilt(schema) ? `create schema if not exists ${quote(`${schema}_next`)} authorization ${role};` : ''}
      alter role ${role} in database ${database} set search_path to ${quote(schema)};`
  })
  return `
    revoke all on database ${database} from public;
    revoke all on schema public from public;
    ${ofRole.join('\n')}`
}

/** Whose tables follow from topics are built anew beside those in use: `gavel rebuild`. */
const isRebuilt = (schema: ServiceRole): boolean => schema === 'query' || schema === 'projector'

const quote = (name: string) => pg.escapeIdentifier(name)
