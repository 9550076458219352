import { leaseStack } from '../leaseStack.ts'
import { addressEnvironment } from '../settings/addresses.ts'
import { messageOf } from '../system/errors.ts'
import { held } from './lease.ts'

/**
 * Leases the stack for one run of Jest. Interrupted or killed, Jest loses the lease with its process; a run whose stack
 * is lost has failed, whatever its tests say from then on.
 */
export default async function globalSetup(): Promise<void> {
  held.lease = await leaseStack({ onProgress: (line) => process.stderr.write(`stack ${line}\n`) })
  const { lost } = held.lease
  lost.addEventListener('abort', () => {
    process.stderr.write(`stack ${messageOf(lost.reason)}: this run has failed, since its servers are gone\n`)
    process.exitCode = 1
  })
  Object.assign(process.env, addressEnvironment(held.lease.addresses))
}
