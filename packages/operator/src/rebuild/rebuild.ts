import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, migrate } from '@gavel/database'
import type pg from 'pg'
import { NotDone, UsageError } from '../told.ts'
import { besideOf, emptyBeside, prepareBeside } from './besideSchema.ts'
import { interrupted } from './interrupted.ts'
import { InUse, isInTheWay } from './lockTables.ts'
import { refuseFewer, rowCounts } from './rowCounts.ts'
import { swap } from './swap.ts'

/** What fills the new tables from the topics. */
export type Filling = {
  /** Messages that are not in the tables yet. */
  lag(): Promise<number>
  /** Rejects when it can not go on. */
  failed: Promise<never>
  /** Finishes what is in hand; nothing is written afterwards. */
  stop(): Promise<void>
}

export type RebuildOptions = {
  url: string
  schema: string
  /** The folder of the schema's migrations. */
  migrations: string
  /** Tables that no topic fills: they are copied. */
  kept?: readonly string[]
  /** Tables that lose rows at times. */
  shrinking?: readonly string[]
  /** Starts to fill the tables of this pool from the beginning of the topics. */
  fill(pool: pg.Pool): Promise<Filling>
  limitMs: number
  /** Also when the new tables have fewer rows than the old ones. */
  anyway: boolean
  say(line: string): void
}

const lookAgainMs = 250
const lookAgainLockedMs = 20
/** While the old tables are locked whoever writes to them waits, and gives up his try after 10 s. */
const lockedMaxMs = 6_000
const swapTriesMax = 10

class NotCaughtUp extends NotDone {}

const takeLock = `select pg_try_advisory_lock(hashtext('gavel rebuild'), hashtext($1)) as taken`

/**
 * Fills the tables of a schema anew beside those in use and puts them in their place once they have caught up. Until
 * then nothing has changed; the epoch is a new one, so that offsets go with the tables.
 *
 * @throws UsageError when another one is at it, or the schema beside can not be made; Error after `limitMs`.
 */
export async function rebuild(options: RebuildOptions): Promise<void> {
  const { url, schema, migrations, say } = options
  const pool = createPool({ connectionString: url, schema, applicationName: `gavel rebuild ${schema}`, max: 1 })
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ taken: boolean }>(takeLock, [schema])
    if (rows[0]?.taken !== true) throw new UsageError(`${schema} is being rebuilt by somebody else.`)
    await prepareBeside(client, schema)
    const applicationName = `gavel rebuild ${besideOf(schema)}`
    const beside = createPool({ connectionString: url, schema: besideOf(schema), applicationName })
    try {
      await migrate(beside, { directory: migrations })
      await fillAndSwap(client, beside, options)
      say(`The new tables of ${schema} are in use.`)
      // They read with the consumer group of the old tables, and those that start from now on with the new ones'.
      say('Restart all instances of the service soon: until then old and new ones each handle every message.')
    } finally {
      await beside.end()
      await emptyBeside(client, schema)
    }
  } finally {
    client.release(true)
    await pool.end()
  }
}

/** Once it is stopped for a swap that fails, the filling is started again, and goes on from where it was. */
async function fillAndSwap(client: pg.PoolClient, beside: pg.Pool, options: RebuildOptions): Promise<void> {
  const { schema, limitMs, say } = options
  const deadlineMs = performance.now() + limitMs
  const interruption = interrupted()
  say(`Filling new tables of ${schema} …`)
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        return await oneTry(client, beside, { ...options, deadlineMs, given: interruption.given })
      } catch (error) {
        if (!isWorthAnotherTry(error) || tries === swapTriesMax || performance.now() > deadlineMs) throw error
        say(`They could not be put in their place yet: ${error instanceof Error ? error.message : error}`)
      }
    }
  } finally {
    interruption.ignore()
  }
}

async function oneTry(
  client: pg.PoolClient,
  beside: pg.Pool,
  options: RebuildOptions & { deadlineMs: number; given: Promise<never> },
): Promise<void> {
  const { schema, kept = [], shrinking = [], anyway, fill, deadlineMs, given, say } = options
  const filling = await fill(beside)
  const fails = Promise.race([filling.failed, given])
  fails.catch(() => undefined)
  try {
    const filled = () => Promise.race([fails, caughtUp(filling, { everyMs: lookAgainMs, deadlineMs, say })])
    await filled()
    if (!anyway) {
      const old = await rowCounts(client, schema)
      // Whatever is in the old ones by now is in the topics as well.
      await filled()
      refuseFewer(old, await rowCounts(client, besideOf(schema)), [...kept, ...shrinking])
    }
    const catchUp = async () => {
      const lockedUntilMs = performance.now() + lockedMaxMs
      await Promise.race([fails, caughtUp(filling, { everyMs: lookAgainLockedMs, deadlineMs: lockedUntilMs })])
      await filling.stop()
    }
    await swap(client, { schema, kept, catchUp })
  } finally {
    await filling.stop()
  }
}

/** Somebody was in the way, or too much came in at once. */
const isWorthAnotherTry = (error: unknown): boolean =>
  error instanceof InUse || error instanceof NotCaughtUp || isInTheWay(error)

async function caughtUp(
  filling: Filling,
  { everyMs, deadlineMs, say }: { everyMs: number; deadlineMs: number; say?: (line: string) => void },
): Promise<void> {
  let toldAtMs = performance.now()
  for (;;) {
    const lag = await filling.lag()
    if (lag === 0) return
    if (performance.now() > deadlineMs) throw new NotCaughtUp(`there are still ${lag} messages to read`)
    if (say && performance.now() - toldAtMs > 5_000) {
      say(`${lag} messages to go.`)
      toldAtMs = performance.now()
    }
    await sleep(everyMs)
  }
}
