import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, migrate } from '@gavel/database'
import { type AuctionCommandMessage, auctionCommandFromWire, topicNames, topicSpecs } from '@gavel/event-contracts'
import { createScope } from '@gavel/local-stack'
import { createMessaging } from '@gavel/messaging'
import { createLogger } from '@gavel/service-kit'
import type pg from 'pg'
import prom from 'prom-client'
import { createDispatcher } from '../src/dispatch/dispatcher.ts'
import { createSchedulerMetrics } from '../src/metrics.ts'

export const directory = resolve(import.meta.dirname, '..')
export const logger = createLogger({ service: 'scheduler', level: 'silent', pretty: false })
const schema = 'scheduler'

/** A database and topics of the test's own. What `stop` ends is everything that was made of it. */
export async function createWorld(options: { topics: boolean }) {
  const scope = await createScope()
  const pools: pg.Pool[] = []
  const openPool = (): pg.Pool => {
    const pool = createPool({ connectionString: scope.databaseUrl(schema), schema, applicationName: 'test', max: 4 })
    pools.push(pool)
    return pool
  }
  const pool = openPool()
  await migrate(pool, { directory: resolve(directory, 'prisma/migrations') })
  const messaging = createMessaging({
    brokers: scope.addresses.kafkaBrokers,
    clientId: 'test',
    topicPrefix: scope.topicPrefix,
    logger,
  })
  if (options.topics) await messaging.ensureTopics(topicSpecs)
  return {
    scope,
    pool,
    /** As another instance has it: connections of its own. */
    openPool,
    messaging,
    async stop() {
      await messaging.stop()
      await Promise.all(pools.map((each) => each.end()))
      await scope.drop()
    },
  }
}
export type World = Awaited<ReturnType<typeof createWorld>>

type Send = Parameters<typeof createDispatcher>[0]['send']

/** A scheduler whose clock stands where it is put. */
export function schedulerAt(
  startMs: number,
  { pool, send, batchSize }: { pool: pg.Pool; send: Send; batchSize?: number },
) {
  let nowMs = startMs
  const registry = new prom.Registry()
  const dispatcher = createDispatcher({
    pool,
    send,
    now: () => nowMs,
    metrics: createSchedulerMetrics(registry),
    logger,
    ...(batchSize === undefined ? {} : { batchSize }),
  })
  return {
    ...dispatcher,
    registry,
    advance(byMs: number) {
      nowMs += byMs
    },
  }
}

/** Everything sent to `auction.commands` from now on. */
export async function followCommands({ messaging }: World): Promise<readonly AuctionCommandMessage[]> {
  const received: AuctionCommandMessage[] = []
  await messaging.follow({
    name: 'test',
    topics: [topicNames.auctionCommands],
    decode: auctionCommandFromWire,
    async handle(batch) {
      received.push(...batch)
    },
    isTransient: () => false,
    onFatal: (error) => {
      throw error
    },
  })
  return received
}

type EntryRow = {
  subject_id: string
  kind: string
  version: number
  due_at: Date | null
  done: boolean
  attempts: number
  next_attempt_at: Date | null
}

export async function entriesOf(pool: pg.Pool, auctionId: string): Promise<readonly EntryRow[]> {
  const { rows } = await pool.query<EntryRow>(
    `select subject_id, kind, version, due_at, done, attempts, next_attempt_at
     from entries where stream_id = $1 order by kind desc, due_at`,
    [auctionId],
  )
  return rows
}

export async function pendingKinds(pool: pg.Pool, auctionId: string): Promise<readonly string[]> {
  return (await entriesOf(pool, auctionId)).filter(({ done }) => !done).map(({ kind }) => kind)
}

/** Waits for a condition, never for a time; gives up after 20 s. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 20_000
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error('the condition did not come true within 20 s')
    await sleep(10)
  }
}
