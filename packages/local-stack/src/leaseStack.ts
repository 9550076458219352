import { leaseServers, type ServerLease } from './client/lease.ts'
import { probes } from './probes/probe.ts'
import { addressesOf, completeAddresses, type StackAddresses, shownAddress } from './settings/addresses.ts'
import { addressVariables, type ServerAddresses, type ServerName, serverNames, titles } from './settings/servers.ts'
import { readSettings } from './settings/settings.ts'
import { until } from './system/until.ts'

export type StackLease = {
  addresses: StackAddresses
  /**
   * Aborts, with the reason, when servers of ours are gone for good while they are leased. Whoever holds on to their
   * addresses must end then: the next to listen there may be the stack of somebody else.
   */
  lost: AbortSignal
  release(): Promise<void>
}
export type StackOptions = { onProgress?: (line: string) => void; signal?: AbortSignal }

const answerLimitMs = 10_000
const onWindows = `On Windows the stack is started inside WSL; or name the servers: ${Object.values(addressVariables).join(', ')}.`

/**
 * Gives the addresses of the four servers once each answers its protocol. A server that the environment names
 * (POSTGRES_URL, KAFKA_BROKERS, REDIS_URL, ELASTICSEARCH_URL) is used as it is and never started or stopped; the others
 * are started unless they run. They stop when their last lease is gone: released, or its process ended in any way.
 * @param options.onProgress is told of downloads, starts, and of a server that dies later, with the end of its log
 * @throws Error when a named server does not answer within 10 s, or one cannot be started, saying what to install
 */
export async function leaseStack(options: StackOptions = {}): Promise<StackLease> {
  const { lease, addresses } = await acquire(options)
  // Servers that the environment names are not ours to lose.
  const lost = lease?.lost ?? new AbortController().signal
  return { addresses, lost, release: async () => lease?.release() }
}

/** As leaseStack; the lease proper is undefined when the environment names all servers. */
export async function acquire(
  options: StackOptions,
): Promise<{ lease: ServerLease | undefined; addresses: StackAddresses }> {
  const named = addressesOf(process.env)
  await Promise.all(serverNames.map((name) => checkNamed(name, named, options.signal)))
  const ours = serverNames.filter((name) => named[name] === undefined)
  if (ours.length > 0 && process.platform === 'win32') throw new Error(onWindows)
  const lease = ours.length > 0 ? await leaseServers(readSettings(), ours, options) : undefined
  return { lease, addresses: completeAddresses({ ...lease?.addresses, ...named }) }
}

async function checkNamed(name: ServerName, named: ServerAddresses, signal?: AbortSignal): Promise<void> {
  const address = named[name]
  if (address === undefined) return
  const what = `${titles[name]} at ${shownAddress(name, address)} (from ${addressVariables[name]}) did not answer`
  await until(() => probes[name](address), { what, limitMs: answerLimitMs, signal })
}
