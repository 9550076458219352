import { resolve } from 'node:path'
import { type System, startSystem } from '@gavel/launcher'
import { createScope, leaseStack } from '@gavel/local-stack'
import { createPrograms, type Programs } from './programs.ts'

const logsDirectory = resolve(import.meta.dirname, '../../../.gavel/bench')

/** Every service on a database, topics and prefixes of its own, and a bare express route beside it, for one bench. */
export async function withSystem(
  signal: AbortSignal,
  work: (bench: { system: System; bareUrl: string; programs: Programs }) => Promise<void>,
): Promise<void> {
  const lease = await leaseStack({ onProgress: (line) => console.error(line), signal })
  const scope = await createScope({ addresses: lease.addresses })
  const programs = createPrograms()
  try {
    const logs = { kind: 'directory', path: logsDirectory } as const
    const system = await startSystem({ scope, ports: 'free', environment: 'test', logs, signal })
    const bareRoute = await programs.startBareRoute()
    try {
      await work({ system, bareUrl: bareRoute.url, programs })
    } finally {
      await Promise.all([system.stop(), bareRoute.stop()])
    }
  } finally {
    programs.close()
    await scope.drop()
    await lease.release()
  }
}
