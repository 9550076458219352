import { developmentScope, leaseStack } from '@gavel/local-stack'
import { interruption } from './interruption.ts'
import { listSampleLots } from './samples/seed.ts'
import { serviceNames } from './services.ts'
import { startSystem } from './startSystem.ts'
import { welcome } from './welcome.ts'

const say = (line: string): void => console.log(line)

const { signal, interrupted } = interruption()

/** `pnpm start`: everything, until Ctrl-C. */
async function main(): Promise<void> {
  say('Starting PostgreSQL, Kafka, Redis and Elasticsearch …')
  const lease = await leaseStack({ onProgress: (line) => say(`  ${line}`), signal })
  try {
    const level = { LOG_LEVEL: process.env.GAVEL_LOG_LEVEL ?? 'warn' }
    say('Starting the services …')
    const system = await startSystem({
      scope: await developmentScope(lease.addresses),
      ports: 'usual',
      environment: 'dev',
      logs: { kind: 'inherit' },
      restart: true,
      overrides: Object.fromEntries(serviceNames.map((name) => [name, level])),
      onNotice: (line) => say(`  ${line}`),
      signal,
    })
    try {
      // The one that ends last: the commands below are still good when he has read so far.
      const [open] = (await listSampleLots(system.webUrl))
        .filter(({ status }) => status === 'active')
        .toSorted((one, other) => other.endsAt.localeCompare(one.endsAt))
      if (open === undefined) throw new Error('there is no sample lot to bid on')
      say(await welcome(system.webUrl, open))
      await interrupted
      say('\nStopping …')
    } finally {
      await system.stop()
    }
  } finally {
    await lease.release()
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // Ctrl-C while starting is an end like any other.
    if (signal.aborted) process.exit(0)
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
