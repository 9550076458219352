import { addressVariables, type ServerAddresses, type ServerName, serverNames } from './servers.ts'

export type StackAddresses = {
  /** Superuser, database `postgres`. */
  postgresUrl: string
  /** Comma list of host:port. */
  kafkaBrokers: string
  redisUrl: string
  elasticsearchUrl: string
}

/** The servers that the environment names; an empty variable counts as none. */
export function addressesOf(environment: NodeJS.ProcessEnv): ServerAddresses {
  const addresses: ServerAddresses = {}
  for (const name of serverNames) {
    const address = environment[addressVariables[name]]
    if (address) addresses[name] = address
  }
  return addresses
}

/**
 * All four, or an error that names the missing ones.
 * @throws Error when a server has no address
 */
export function completeAddresses(addresses: ServerAddresses): StackAddresses {
  const { postgres, kafka, redis, elasticsearch } = addresses
  if (!postgres || !kafka || !redis || !elasticsearch) {
    const missing = serverNames.filter((name) => !addresses[name]).map((name) => addressVariables[name])
    throw new Error(
      `No address for the stack: ${missing.join(', ')} not set. Jest's globalSetup or leaseStack() sets it.`,
    )
  }
  return { postgresUrl: postgres, kafkaBrokers: kafka, redisUrl: redis, elasticsearchUrl: elasticsearch }
}

/** The same addresses as environment variables. */
export function addressEnvironment(addresses: StackAddresses): Record<string, string> {
  return {
    [addressVariables.postgres]: addresses.postgresUrl,
    [addressVariables.kafka]: addresses.kafkaBrokers,
    [addressVariables.redis]: addresses.redisUrl,
    [addressVariables.elasticsearch]: addresses.elasticsearchUrl,
  }
}

/** An address without its password, fit to be printed. */
export function shownAddress(name: ServerName, address: string): string {
  if (name === 'kafka' || !URL.canParse(address)) return address
  const url = new URL(address)
  if (url.password) url.password = '***'
  return url.href
}
