import { leaseStack } from '../leaseStack.ts'
import { addressEnvironment } from '../settings/addresses.ts'
import { held } from './lease.ts'

/** Leases the stack for one run of Jest. Interrupted or killed, Jest loses the lease with its process. */
export default async function globalSetup(): Promise<void> {
  held.lease = await leaseStack({ onProgress: (line) => process.stderr.write(`stack ${line}\n`) })
  Object.assign(process.env, addressEnvironment(held.lease.addresses))
}
