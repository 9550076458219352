import { developmentScope, leaseStack, tryHomeLock } from '@gavel/local-stack'
import { interruption } from './interruption.ts'
import { type Listing, listSampleLots, nameSampleCategories } from './samples/seed.ts'
import { type Shelved, shelveSampleProducts } from './samples/shelve.ts'
import { serviceNames } from './services.ts'
import { settingsGiven } from './settingsGiven.ts'
import { startSystem } from './startSystem.ts'
import { welcome } from './welcome.ts'

const say = (line: string): void => console.log(line)

const { signal } = interruption()

class StackLost extends Error {}

const reasonOf = ({ reason }: AbortSignal): string => (reason instanceof Error ? reason.message : String(reason))

const untilAborted = (ending: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (ending.aborted) resolve()
    else ending.addEventListener('abort', () => resolve(), { once: true })
  })

/** `pnpm start`: everything, until Ctrl-C, once a clone: two would race for the usual ports and the same data. */
async function main(): Promise<void> {
  const lock = tryHomeLock('start')
  if (lock === undefined) {
    throw new Error(
      '`pnpm start` runs already in this clone: use that one, or end it with Ctrl-C where it was started.',
    )
  }
  try {
    await runSystem()
    say('Stopped.')
  } finally {
    lock.release()
  }
}

async function runSystem(): Promise<void> {
  say('Starting PostgreSQL, Kafka, Redis and Elasticsearch …')
  const lease = await leaseStack({ onProgress: (line) => say(`  ${line}`), signal })
  const { lost } = lease
  const ending = AbortSignal.any([signal, lost])
  try {
    const level = { LOG_LEVEL: process.env.GAVEL_LOG_LEVEL ?? 'warn' }
    say('Starting the services …')
    const system = await startSystem({
      scope: await developmentScope(lease.addresses),
      ports: 'usual',
      environment: 'dev',
      logs: { kind: 'inherit' },
      restart: true,
      overrides: Object.fromEntries(serviceNames.map((name) => [name, { ...settingsGiven(name), ...level }])),
      onNotice: (line) => say(`  ${line}`),
      signal: ending,
      lost,
    })
    try {
      say(await welcome(system.webUrl, await samplesAt(system.webUrl)))
      await untilAborted(ending)
      lost.throwIfAborted()
      say('\nStopping …')
    } finally {
      await system.stop()
    }
  } catch (error) {
    // Whatever failed after that failed for it.
    if (!lost.aborted) throw error
    throw new StackLost(`The services were ended: ${reasonOf(lost)}. Start again with \`pnpm start\`.`)
  } finally {
    await lease.release()
  }
}

/** Something to try. What was there before comes first: where much has to be read again, the samples may be late. */
async function samplesAt(webUrl: string): Promise<{ lot: Listing | undefined; products: readonly Shelved[] }> {
  try {
    await nameSampleCategories(webUrl)
    const products = await shelveSampleProducts(webUrl)
    const open = (await listSampleLots(webUrl)).filter(({ status }) => status === 'active')
    // The one that ends last: the commands below are still good when he has read so far.
    const [lot] = open.toSorted((one, other) => other.endsAt.localeCompare(one.endsAt))
    return { lot, products }
  } catch (error) {
    if (signal.aborted) throw error
    say(`  The samples are not there yet: ${error instanceof Error ? error.message : String(error)}`)
    return { lot: undefined, products: [] }
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // Ctrl-C while starting is an end like any other.
    if (signal.aborted && !(error instanceof StackLost)) process.exit(0)
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
