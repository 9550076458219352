import { randomBytes } from 'node:crypto'
import { type Scope, type ServiceRole, serviceRoles } from '@gavel/local-stack'
import pg from 'pg'

export type OwnRoles = { urlOf(role: ServiceRole): string; drop(): Promise<void> }

/** Roles beside those of development, with passwords that production does not refuse. Drop them after the scope. */
export async function createOwnRoles(scope: Scope): Promise<OwnRoles> {
  const password = randomBytes(12).toString('hex')
  const nameOf = (role: ServiceRole): string => `gavel_${role}_${scope.name}`
  const onCluster = async (statement: (role: ServiceRole) => string): Promise<void> => {
    const client = new pg.Client({ connectionString: scope.addresses.postgresUrl })
    await client.connect()
    try {
      for (const role of serviceRoles) await client.query(statement(role))
    } finally {
      await client.end()
    }
  }
  await onCluster((role) => `create role ${nameOf(role)} login password '${password}' in role gavel_${role}`)
  return {
    urlOf(role) {
      const url = new URL(scope.databaseUrl(role))
      url.username = nameOf(role)
      url.password = password
      return url.href
    },
    drop: () => onCluster((role) => `drop role if exists ${nameOf(role)}`),
  }
}
