import { randomBytes } from 'node:crypto'
import { addressesOf, completeAddresses, type StackAddresses } from '../settings/addresses.ts'
import { dropDatabase } from './dropDatabase.ts'
import { dropIndices } from './dropIndices.ts'
import { dropKeys } from './dropKeys.ts'
import { dropTopics } from './dropTopics.ts'
import { provision } from './provision.ts'
import { roleName, type ServiceRole } from './roles.ts'

/** One world of its own on the shared servers: a database, and a prefix in each of the others. */
export type Scope = {
  name: string
  addresses: StackAddresses
  databaseName: string
  databaseUrl(role: ServiceRole): string
  /** Superuser, in this scope's database. */
  adminDatabaseUrl: string
  /** Of topics and of consumer groups. */
  topicPrefix: string
  redisPrefix: string
  elasticsearchPrefix: string
  /** Removes all of it, whoever is connected. */
  drop(): Promise<void>
}

/** Fit for a database, a topic and an index alike. `gavel` is the lasting scope's. */
const namePattern = /^(?!gavel)[a-z][a-z0-9_]{0,39}$/

/**
 * Makes a scope, random by default, and its database with the four roles and schemas; one that is there is used as it is.
 * @param options.addresses default: those in the environment, set by Jest's globalSetup
 * @throws Error when the name is not 1–40 of a–z, 0–9, _ or begins with `gavel`, or an address is missing
 */
export async function createScope(options: { name?: string; addresses?: StackAddresses } = {}): Promise<Scope> {
  const name = options.name ?? `t${randomBytes(6).toString('hex')}`
  if (!namePattern.test(name))
    throw new Error(`"${name}" is no name for a scope: a–z, 0–9 and _, not gavel…, at most 40.`)
  const addresses = options.addresses ?? completeAddresses(addressesOf(process.env))
  const scope = describe(name, addresses, `gavel_${name}`)
  const prefixes = { topicPrefix: `${name}.`, redisPrefix: `${name}:`, elasticsearchPrefix: `${name}-` }
  await provision(scope)
  return {
    ...scope,
    ...prefixes,
    async drop() {
      await Promise.all([
        dropDatabase(addresses.postgresUrl, scope.databaseName),
        dropTopics(addresses.kafkaBrokers, prefixes.topicPrefix),
        dropKeys(addresses.redisUrl, prefixes.redisPrefix),
        dropIndices(addresses.elasticsearchUrl, prefixes.elasticsearchPrefix),
      ])
    },
  }
}

/** The lasting scope of `pnpm start` and `pnpm stack exec`: database `gavel`, no topic prefix. It refuses to be dropped. */
export async function developmentScope(addresses: StackAddresses): Promise<Scope> {
  const scope = describe('development', addresses, 'gavel')
  await provision(scope)
  return {
    ...scope,
    topicPrefix: '',
    redisPrefix: 'gavel:',
    elasticsearchPrefix: 'gavel-',
    // Without a topic prefix it would take every other scope's topics along.
    drop: () =>
      Promise.reject(new Error('The development scope is lasting: `pnpm stack reset` deletes it with all data.')),
  }
}

function describe(name: string, addresses: StackAddresses, databaseName: string) {
  const databaseUrl = (role: ServiceRole) => {
    const url = new URL(withDatabase(addresses.postgresUrl, databaseName))
    url.username = roleName(role)
    url.password = roleName(role)
    return url.href
  }
  const adminDatabaseUrl = withDatabase(addresses.postgresUrl, databaseName)
  return { name, addresses, databaseName, databaseUrl, adminDatabaseUrl }
}

function withDatabase(postgresUrl: string, databaseName: string): string {
  const url = new URL(postgresUrl)
  url.pathname = `/${databaseName}`
  return url.href
}
